import type { SignWeightGemm } from "./operands.ts";

/**
 * `out[m,n] = columnScales[n]·Σ_{k: bit (n,k) set} x[m,k] + bias[n]`, then ReLU if asked for: {0,1} weights times floats,
 * zero weights skipped. For sparse weights; dense ones are faster by `tableGemmFloat32`. Sums run in the order of k in
 * float32; what a clear bit skips has no effect, NaN included.
 */
export interface SetBitGemm extends Omit<SignWeightGemm, "weights"> {
  /** uint32 [outFeatures, wordsPerRow(inFeatures)]: the words of a `UnipolarMatrix`. */
  readonly weights: number;
}
