import type { FloatOutput, Int8Output, TapeBuilder } from "@bnnkit/kernels";
import type { Emitter } from "../emitter.ts";
import type { Addresses, Rows, Value } from "../value.ts";
import { defineFloats, floatOutput, type OutputStage, readsOf } from "./output-stage.ts";
import { type RoundBehind, roundBehind } from "./round-behind.ts";

/** How a product with an output stage goes onto a tape. */
export interface StageDraft {
  readonly reads: readonly Rows[];
  readonly emitFloats: (tape: TapeBuilder, at: Addresses, output: FloatOutput) => void;
  /** Absent where the product cannot write digits of a step. */
  readonly emitCodes?: (tape: TapeBuilder, at: Addresses, output: Int8Output) => void;
}

/** The value of a stage: floats, or the bytes of a rounding that alone reads them. */
export function emitStage(stage: OutputStage, emitter: Emitter, draft: StageDraft): Value {
  const { reads, emitFloats, emitCodes } = draft;
  const round = roundBehind(stage.name, emitter);
  if (round !== undefined && emitCodes !== undefined) {
    return emitRounded(stage, round, emitter, { reads, emitCodes });
  }
  const out = defineFloats(stage, emitter);
  emitter.emit({
    ...{ node: stage.name, reads: [...reads, ...readsOf(stage)], writes: [out.floats] },
    emit: (tape, at) => emitFloats(tape, at, floatOutput(stage, out.floats, at)),
  });
  return out;
}

function emitRounded(
  stage: OutputStage,
  { round, steps }: RoundBehind,
  emitter: Emitter,
  { reads, emitCodes }: Required<Omit<StageDraft, "emitFloats">>,
): Value {
  const { name } = round.node;
  const codes = emitter.rows(name, round.output, round.output.features);
  const out: Value = { type: round.output, space: codes.space, codes };
  const [least, greatest] = steps.range;
  const digits = { step: steps.step, outElement: steps.digit, least, greatest };
  for (const { node } of [...stage.taken, round]) emitter.define(node.name, out);
  emitter.emit({
    ...{ node: name, reads: [...reads, ...readsOf(stage)], writes: [codes] },
    emit: (tape, at) => emitCodes(tape, at, { ...floatOutput(stage, codes, at), ...digits }),
  });
  return out;
}
