import { type Code, isInteger, popcount32, type Term } from "@bnnkit/core";
import type { Offset, TapeBuilder } from "@bnnkit/kernels";
import type { Emitter } from "../emitter.ts";
import type { Addresses, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { constantDigit } from "./constant-digits.ts";
import { type OwnConstants, outputStage, staysExact } from "./output-stage.ts";
import type { Product } from "./product.ts";
import { roundBehind } from "./round-behind.ts";
import { emitStage, type StageDraft } from "./stage-output.ts";

/** How sums of digits go onto a tape: as they are, or as the floats that they stand for. */
export interface SumsDraft extends StageDraft {
  /** No sum has a larger magnitude. */
  readonly largest: number;
  readonly emitInts: (tape: TapeBuilder, at: Addresses, out: Offset) => void;
}

/** Whole numbers up to here are floats, too. */
const largestFloat = 2 ** 24;

/** The value that sums of digits stand for: themselves where the product is exact, else floats, with what an output takes up of
 *  the nodes behind them. */
export function emitSums(
  { node, output }: Product,
  emitter: Emitter,
  own: OwnConstants,
  { largest, emitInts, ...draft }: SumsDraft,
): Value {
  const stage = outputStage({ name: node.name, output }, emitter, own);
  const areFloats = largest <= largestFloat && roundBehind(stage.name, emitter) !== undefined;
  if (staysExact(output, stage) && !areFloats) {
    const out = emitter.ints(node.name, output);
    emitter.emit({
      ...{ node: node.name, reads: draft.reads, writes: [out.ints] },
      emit: (tape, at) => emitInts(tape, at, at.offset(out.ints)),
    });
    return out;
  }
  return emitStage(stage, emitter, draft);
}

/**
 * The constants behind the sums `Σ_k d_k·w_k` of the digits of `x = s·d + o` and `W = r[n]·w`:
 * `s·r[n]·Σ d·w + o·r[n]·Σ w + bias[n]`. With `withoutOffset` o is in the sums already.
 */
export function digitConstants(
  { node, x, size }: Product,
  memory: WeightMemory,
  { withoutOffset = false }: { readonly withoutOffset?: boolean } = {},
): OwnConstants {
  const { name, weights, bias } = node;
  const { scale, offset } = constantOf(x.type.code);
  const [{ scale: weightScale = 1 }] = weights.code;
  const rowScale = (): ((n: number) => number) => {
    if (weightScale !== "row") return () => weightScale;
    const { data } = memory.tensor(`${weights.tensor}.scales`, "F32");
    return (n) => data[n];
  };
  const scales = (): Float32Array<ArrayBuffer> => {
    const of = rowScale();
    return Float32Array.from({ length: size.outFeatures }, (_, n) => scale * of(n));
  };
  const offsets = (): Float32Array<ArrayBuffer> => {
    const of = rowScale();
    const added = bias ? memory.tensor(`${name}.bias`, "F32").data : undefined;
    return Float32Array.from(
      columnSums(memory, node, size),
      (sum, n) => offset * of(n) * sum + (added?.[n] ?? 0),
    );
  };
  const hasOffsets = offset !== 0 && !withoutOffset;
  return {
    columnScales: scale !== 1 || weightScale !== 1 ? memory.place(`${name} scales`, scales) : 0,
    bias: hasOffsets
      ? memory.place(`${name} offsets`, offsets)
      : bias
        ? memory.floats(`${name}.bias`)
        : 0,
  };
}

/** `o·Σ_k w[n,k]` as int32 [outFeatures], for a whole o of unscaled digits, which may join the exact sums; undefined for another. */
export function wholeOffsets(
  { node, x, size }: Product,
  memory: WeightMemory,
): Int32Array<ArrayBuffer> | undefined {
  const { scale, offset } = constantOf(x.type.code);
  if (offset === 0 || scale !== 1 || !Number.isInteger(offset)) return undefined;
  return Int32Array.from(columnSums(memory, node, size), (sum) => offset * sum);
}

/** Whether both sides are whole numbers, but multiples of their digits: the sums of these are not yet the product. */
export function areScaledIntegers(x: Code, weights: Code): boolean {
  const scale = constantOf(x).scale * Number(weights[0].scale ?? 1);
  return isInteger(x) && isInteger(weights) && scale !== 1;
}

function constantOf(code: Code): { readonly scale: number; readonly offset: number } {
  const digit = constantDigit(code);
  if (digit !== undefined) return digit;
  throw new RangeError("lowerGraph: a product of digits must have constant scales");
}

/** `Σ_k w[n,k]` of the digits of weights. */
function columnSums(
  memory: WeightMemory,
  { weights }: Product["node"],
  size: Product["size"],
): readonly number[] {
  const { inFeatures, outFeatures } = size;
  const [{ digit }]: readonly [Term, ...Term[]] = weights.code;
  if (digit === "bipolar") {
    const { words, wordsPerRow } = memory.signs(weights, size);
    return Array.from({ length: outFeatures }, (_, n) =>
      words
        .subarray(n * wordsPerRow, (n + 1) * wordsPerRow)
        .reduce((sum, word) => sum - 2 * popcount32(word), inFeatures),
    );
  }
  const { data } = memory.tensor(`${weights.tensor}.codes`, "I8");
  return Array.from({ length: outFeatures }, (_, n) =>
    data.subarray(n * inFeatures, (n + 1) * inFeatures).reduce((sum, code) => sum + code, 0),
  );
}
