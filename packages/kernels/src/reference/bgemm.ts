import { roundHalfEven } from "@bnnkit/core";

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
  /** [outFeatures] */
  readonly slopes?: ArrayLike<number>;
  readonly relu?: boolean;
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

/**
 * `out[m,n] = (Σ_k a[m,k]·weights[n,k])·rowScales[m]·columnScales[n] + bias[n]`; negative outputs are multiplied by
 * `slopes[n]` where there are slopes, and 0 with `relu`.
 */
export function bgemm(operands: BgemmReference & ScaledOutput): Float64Array {
  const { outFeatures, rowScales, columnScales, bias, slopes, relu = false } = operands;
  return Float64Array.from(bgemmInt32(operands), (dot, i) => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const y = dot * rowScales[m] * columnScales[n] + (bias?.[n] ?? 0);
    const sloped = y < 0 ? y * (slopes?.[n] ?? 1) : y;
    return relu ? Math.max(sloped, 0) : sloped;
  });
}

/**
 * The same as int8, every operation rounded to float32 as the kernels do, since a last bit may decide a tie:
 * `out = clamp(roundHalfEven(y), ±127)`, NaN as 0.
 */
export function bgemmInt8(operands: BgemmReference & ScaledOutput): Int8Array {
  const { outFeatures, rowScales, columnScales, bias, slopes, relu = false } = operands;
  const { fround } = Math;
  return Int8Array.from(bgemmInt32(operands), (dot, i) => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    let y = fround(dot * fround(rowScales[m] * columnScales[n]));
    if (bias !== undefined) y = fround(y + bias[n]);
    if (slopes !== undefined && y < 0) y = fround(y * slopes[n]);
    if (relu && y < 0) y = 0;
    return Number.isNaN(y) ? 0 : Math.max(-127, Math.min(127, roundHalfEven(y)));
  });
}

/** `out[m,n] = sign(scales[n]·(Σ_k a[m,k]·weights[n,k]) + bias[n])` as ±1, where 0 is positive. */
export function bgemmSign(operands: BgemmReference & SignOutput): Int8Array {
  const { outFeatures, scales, bias } = operands;
  return Int8Array.from(bgemmInt32(operands), (dot, i) => {
    const n = i % outFeatures;
    return scales[n] * dot + bias[n] < 0 ? -1 : 1;
  });
}
