/** Operands of {@link gemmInt8}. */
export interface GemmInt8Reference {
  /** rows × inFeatures integers in −127 … 127 */
  readonly codes: ArrayLike<number>;
  /** outFeatures × inFeatures integers in −127 … 127 */
  readonly weights: ArrayLike<number>;
  /** [rows] */
  readonly rowScales: ArrayLike<number>;
  /** [outFeatures] */
  readonly columnScales: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** `out[m,n] = (Σ_k codes[m,k]·weights[n,k])·rowScales[m]·columnScales[n]`. */
export function gemmInt8(operands: GemmInt8Reference): Float64Array {
  const { codes, weights, rowScales, columnScales, rows, outFeatures, inFeatures } = operands;
  const out = new Float64Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      let dot = 0;
      for (let k = 0; k < inFeatures; k++) {
        dot += codes[m * inFeatures + k] * weights[n * inFeatures + k];
      }
      out[m * outFeatures + n] = dot * rowScales[m] * columnScales[n];
    }
  }
  return out;
}
