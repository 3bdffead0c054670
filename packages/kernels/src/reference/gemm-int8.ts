import { type ScaledOutput, scaleSums } from "./product-output.ts";

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

/** The same, as {@link scaleSums} scales it. */
export function gemmInt8(
  operands: Omit<Int8ProductReference, "bias"> & ScaledOutput,
): Float64Array {
  const { codes, weights, rows, outFeatures, inFeatures } = operands;
  const sums = gemmInt8Int32({ codes, weights, rows, outFeatures, inFeatures });
  return scaleSums(sums, outFeatures, operands);
}
