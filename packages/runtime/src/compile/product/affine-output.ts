import type { NumbersType } from "@bnnkit/model";
import { emitAffineRows } from "../affine-rows.ts";
import type { Emitter, FloatValue } from "../emitter.ts";
import type { RealRows } from "../real-rows.ts";
import { defineFloats, type OwnConstants, outputStage } from "./output-stage.ts";

/** `columnScales·x + bias` as float rows, with what an output takes up of the nodes behind it in the same pass. */
export function emitAffine(
  node: { readonly name: string; readonly output: NumbersType },
  emitter: Emitter,
  x: RealRows,
  own: Omit<OwnConstants, "rowScales">,
): FloatValue {
  const stage = outputStage(node, emitter, { ...own, rowScales: "none" });
  const out = defineFloats(stage, emitter);
  const { columnScales: scales, bias: offsets, ...activation } = stage.constants;
  emitAffineRows(stage.name, emitter, { x, scales, offsets, ...activation }, out.floats);
  return out;
}
