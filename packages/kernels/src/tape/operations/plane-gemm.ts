import { planeGemm_1x1__js } from "../../js/plane-gemm.ts";
import { float, type Offset, optional, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { codeWords, type PlaneProduct, planeProductWords, planeSplit } from "../plane-product.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { anyRows } from "../simd-kernel.ts";

/**
 * The same product with real codes, those of the weights per column (the bases of ABC-Net, the masked bits of HBNN,
 * affine codes): `sums[m,n] = Σ_k a[m,k]·w[n,k]`, w by `columnOffsets[n]` and `columnWeights[q,n]`; then as
 * {@link ScaledOutput} says. Popcounts are exact, their combination is in float32, planes in order.
 */
export interface PlaneGemm extends PlaneProduct, FloatOutput {
  /** Bit planes of the weights, one to sixteen. */
  readonly weightPlanes: number;
  /** float32 [outFeatures]; absent is 0. */
  readonly columnOffsets?: Offset;
  /** float32 [weightPlanes, outFeatures] */
  readonly columnWeights: Offset;
}

export const planeGemm: Operation<PlaneGemm> = {
  opcode: 38,
  instruction: (where, o) => ({
    words: [
      ...planeProductWords(where, o, o.weightPlanes),
      ...codeWords(where, "activationCode", o.activationCode, float),
      optional(where, "columnOffsets", o.columnOffsets),
      words(where, "columnWeights", o.columnWeights),
      ...floatWords(where, o),
    ],
    split: planeSplit(o, o.weightPlanes),
  }),
  js: planeGemm_1x1__js,
  simd: [{ tile: [1, 8], when: anyRows }],
};
