import { type Int8Output, type ScaledOutput, scaleSums, sumsToInt8 } from "./product-output.ts";

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

/** The affine map whose signs {@link bgemmSign} gives. */
export interface SignOutput {
  /** [outFeatures] */
  readonly scales: ArrayLike<number>;
  /** [outFeatures] */
  readonly bias: ArrayLike<number>;
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

/** The same, as {@link scaleSums} scales it. */
export function bgemm(operands: BgemmReference & ScaledOutput): Float64Array {
  return scaleSums(bgemmInt32(operands), operands.outFeatures, operands);
}

/** The same, as {@link sumsToInt8} rounds it. */
export function bgemmInt8(operands: BgemmReference & Int8Output): Int8Array {
  return sumsToInt8(bgemmInt32(operands), operands.outFeatures, operands);
}

/** `out[m,n] = sign(scales[n]·(Σ_k a[m,k]·weights[n,k]) + bias[n])` as ±1, where 0 is positive. */
export function bgemmSign(operands: BgemmReference & SignOutput): Int8Array {
  const { outFeatures, scales, bias } = operands;
  return Int8Array.from(bgemmInt32(operands), (dot, i) => {
    const n = i % outFeatures;
    return scales[n] * dot + bias[n] < 0 ? -1 : 1;
  });
}
