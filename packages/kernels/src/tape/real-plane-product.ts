import { float, type Offset, optional, words } from "./operand.ts";
import type { Instruction } from "./operation.ts";
import { codeWords, type PlaneProduct, planeProductWords, planeSplit } from "./plane-product.ts";

/**
 * The product of bit planes with real codes, those of the weights per column (the bases of ABC-Net, the masked bits of HBNN,
 * affine codes): `sums[m,n] = Σ_k a[m,k]·w[n,k]`, w by `columnOffsets[n]` and `columnWeights[q,n]`. Popcounts are exact,
 * their combination is in float32, planes in order.
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
      ...codeWords(where, "activationCode", o.activationCode, float),
      optional(where, "columnOffsets", o.columnOffsets),
      words(where, "columnWeights", o.columnWeights),
      ...output,
    ],
    split: planeSplit(o, o.weightPlanes),
  };
}
