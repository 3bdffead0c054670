import type { TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { emitAffine } from "../product/affine-output.ts";
import { realRows, refuseUnlessReal } from "../real-rows.ts";

export function refuseAffine(typed: TypedNode<"affine">): string | undefined {
  return refuseUnlessReal(typed);
}

/** `scales·x + offsets` in float32. */
export function lowerAffine({ node, output }: TypedNode<"affine">, emitter: Emitter): FloatValue {
  const { name, inputs, scales, offsets } = node;
  const { weights } = emitter;
  const own = {
    columnScales: scales ? weights.floats(`${name}.scales`) : 0,
    bias: offsets ? weights.floats(`${name}.offsets`) : 0,
  };
  return emitAffine({ name, output }, emitter, realRows(inputs[0], emitter), own);
}
