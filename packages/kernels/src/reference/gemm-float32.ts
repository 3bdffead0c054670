/** Operands of {@link gemmFloat32}. */
export interface GemmFloat32Reference {
  /** rows × inFeatures */
  readonly x: ArrayLike<number>;
  /** outFeatures × inFeatures */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** [outFeatures] */
  readonly bias?: ArrayLike<number>;
  readonly relu?: boolean;
}

/** `out[m,n] = Σ_k x[m,k]·weights[n,k] + bias[n]` in float64, negative outputs 0 with `relu`. */
export function gemmFloat32(operands: GemmFloat32Reference): Float64Array {
  const { x, weights, rows, outFeatures, inFeatures, bias, relu = false } = operands;
  const out = new Float64Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      let y = bias?.[n] ?? 0;
      for (let k = 0; k < inFeatures; k++) {
        y += x[m * inFeatures + k] * weights[n * inFeatures + k];
      }
      out[m * outFeatures + n] = relu ? Math.max(y, 0) : y;
    }
  }
  return out;
}
