import { type ScaledOutput, scaleSums } from "./product-output.ts";

/** Operands of {@link gemmFloat32}. */
export interface GemmFloat32Reference extends ScaledOutput {
  /** rows × inFeatures */
  readonly x: ArrayLike<number>;
  /** outFeatures × inFeatures */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** `Σ_k x[m,k]·weights[n,k]` in float64, as {@link scaleSums} scales it. */
export function gemmFloat32(operands: GemmFloat32Reference): Float64Array {
  const { x, weights, rows, outFeatures, inFeatures } = operands;
  const sums = new Float64Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      for (let k = 0; k < inFeatures; k++) {
        sums[m * outFeatures + n] += x[m * inFeatures + k] * weights[n * inFeatures + k];
      }
    }
  }
  return scaleSums(sums, outFeatures, operands);
}
