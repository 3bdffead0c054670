import { setBitGemm_1x1__js } from "../../js/set-bit-gemm.ts";
import type { Offset } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { type PackedWeightProduct, packedWeightWords } from "../packed-weight-product.ts";
import { ofProduct } from "../split.ts";

/**
 * `sums[m,n] = Σ_{k: bit (n,k) set} x[m,k]`, then as {@link ScaledOutput} says: {0,1} weights times floats, zero weights
 * skipped. For sparse weights; dense ones are faster by `tableGemmFloat32`. Sums run in the order of k in float32; what a
 * clear bit skips has no effect, NaN included.
 */
export interface SetBitGemm extends PackedWeightProduct {
  /** uint32 [outFeatures, wordsPerRow(inFeatures)]: the words of a `UnipolarMatrix`. */
  readonly weights: Offset;
}

export const setBitGemm: Operation<SetBitGemm> = {
  opcode: 39,
  instruction: (where, o) => ({
    words: packedWeightWords(where, o),
    split: ofProduct(o, 0.125 * o.inFeatures),
    // Sixteen transposed rows.
    scratchBytes: 64 * o.inFeatures,
  }),
  js: setBitGemm_1x1__js,
  simd: [
    { tile: [16, 1], when: "sixteen rows, or what is left of them" },
    { tile: [1, 1], when: "a single row" },
  ],
};
