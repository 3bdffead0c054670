/** Operands of {@link bgemm} in ±1 arithmetic. */
export interface BgemmReference {
  /** rows × inFeatures values ±1 */
  readonly a: ArrayLike<number>;
  /** outFeatures × inFeatures values ±1 */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** The scales and the bias that turn dot products into outputs. */
export interface ScaledOutput {
  /** [rows] */
  readonly rowScales: ArrayLike<number>;
  /** [outFeatures] */
  readonly columnScales: ArrayLike<number>;
  /** [outFeatures] */
  readonly bias?: ArrayLike<number>;
  readonly relu?: boolean;
}

/** `out[m,n] = Σ_k a[m,k]·weights[n,k]`. */
export function bgemmInt32({
  a,
  weights,
  rows,
  outFeatures,
  inFeatures,
}: BgemmReference): Int32Array {
  const out = new Int32Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      for (let k = 0; k < inFeatures; k++) {
        out[m * outFeatures + n] += a[m * inFeatures + k] * weights[n * inFeatures + k];
      }
    }
  }
  return out;
}

/** `out[m,n] = (Σ_k a[m,k]·weights[n,k])·rowScales[m]·columnScales[n] + bias[n]`, negative outputs 0 with `relu`. */
export function bgemm(operands: BgemmReference & ScaledOutput): Float64Array {
  const { outFeatures, rowScales, columnScales, bias, relu = false } = operands;
  return Float64Array.from(bgemmInt32(operands), (dot, i) => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const y = dot * rowScales[m] * columnScales[n] + (bias?.[n] ?? 0);
    return relu ? Math.max(y, 0) : y;
  });
}
