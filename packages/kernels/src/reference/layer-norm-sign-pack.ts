import { type LayerNormReference, layerNorm } from "./layer-norm.ts";
import { signPackShift, signPackTokenMaximum } from "./sign-pack.ts";

type Norm = Omit<LayerNormReference, "addend">;

/** {@link signPackTokenMaximum} of the rows of {@link layerNorm}. */
export function layerNormSignPackTokenMaximum(
  operands: Norm,
): ReturnType<typeof signPackTokenMaximum> {
  const { x, features } = operands;
  return signPackTokenMaximum(layerNorm(operands), x.length / features, features);
}

/** {@link signPackShift} of the rows of {@link layerNorm}. */
export function layerNormSignPackShift(operands: Norm, shift?: ArrayLike<number>): Int8Array {
  const { x, features } = operands;
  return signPackShift(layerNorm(operands), x.length / features, features, shift);
}
