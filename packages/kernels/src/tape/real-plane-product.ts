import type { PlaneCode } from "@bnnkit/core";
import { float, type Offset, optional, words } from "./operand.ts";
import type { Instruction } from "./operation.ts";
import { codeWords, type PlaneProduct, planeProductWords, planeSplit } from "./plane-product.ts";

/**
 * The product of bit planes with real codes, those of the weights per column (the bases of ABC-Net, the masked bits of HBNN,
 * affine codes): `sums[m,n] = Σ_k a[m,k]·w[n,k]`, w by `columnOffsets[n]` and `columnWeights[q,n]`. Popcounts are exact,
 * their combination is in float64, planes in order, and rounded to float32 once. Where the activations' code has an offset, a bit counts as
 * ±½, so that sums of signs are not the difference of large numbers, of which one has a rounded factor.
 */
export interface RealPlaneProduct extends PlaneProduct {
  /** Bit planes of the weights, one to sixteen. */
  readonly weightPlanes: number;
  /** float32 [outFeatures]; absent is 0. */
  readonly columnOffsets?: Offset;
  /** float32 [weightPlanes, outFeatures] */
  readonly columnWeights: Offset;
}

/** The instruction of such a product: its own words, then those of the output. */
export function realPlaneInstruction(
  where: string,
  o: RealPlaneProduct,
  output: readonly number[],
): Instruction {
  return {
    words: [
      ...planeProductWords(where, o, o.weightPlanes),
      ...codeWords(where, "activationCode", centred(o.activationCode), float),
      optional(where, "columnOffsets", o.columnOffsets),
      words(where, "columnWeights", o.columnWeights),
      ...output,
    ],
    split: planeSplit(o, o.weightPlanes),
  };
}

/** A code whose bits are ±½ in the place of 0 and 1: `offset + ½Σ weights`. One without an offset stays. */
function centred({ offset, weights }: PlaneCode): PlaneCode {
  if (offset === 0) return { offset, weights };
  return { offset: weights.reduce((sum, weight) => sum + weight / 2, offset), weights };
}
