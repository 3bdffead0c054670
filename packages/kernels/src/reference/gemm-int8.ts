/** Operands of {@link gemmInt8Int32}. */
export interface Int8ProductReference {
  /** rows × inFeatures integers in −128 … 127, or in 0 … 255 */
  readonly codes: ArrayLike<number>;
  /** outFeatures × inFeatures integers in −128 … 127 */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** Integers [outFeatures] */
  readonly bias?: ArrayLike<number>;
}

/** Operands of {@link gemmInt8}. */
export interface GemmInt8Reference extends Omit<Int8ProductReference, "bias"> {
  /** [rows] */
  readonly rowScales: ArrayLike<number>;
  /** [outFeatures] */
  readonly columnScales: ArrayLike<number>;
}

/** `out[m,n] = Σ_k codes[m,k]·weights[n,k] + bias[n]`. */
export function gemmInt8Int32(operands: Int8ProductReference): Int32Array {
  const { codes, weights, rows, outFeatures, inFeatures, bias } = operands;
  const out = new Int32Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      let dot = bias?.[n] ?? 0;
      for (let k = 0; k < inFeatures; k++) {
        dot += codes[m * inFeatures + k] * weights[n * inFeatures + k];
      }
      out[m * outFeatures + n] = dot;
    }
  }
  return out;
}

/** `out[m,n] = (Σ_k codes[m,k]·weights[n,k])·rowScales[m]·columnScales[n]`. */
export function gemmInt8(operands: GemmInt8Reference): Float64Array {
  const { codes, weights, rowScales, columnScales, rows, outFeatures, inFeatures } = operands;
  const dots = gemmInt8Int32({ codes, weights, rows, outFeatures, inFeatures });
  return Float64Array.from(
    dots,
    (dot, i) => dot * rowScales[Math.floor(i / outFeatures)] * columnScales[i % outFeatures],
  );
}
