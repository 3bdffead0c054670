import { roundHalfEven } from "@bnnkit/core";

/** What a product makes of its sums. */
export interface ScaledOutput {
  /** [rows] Default 1. */
  readonly rowScales?: ArrayLike<number>;
  /** [outFeatures] Default 1. */
  readonly columnScales?: ArrayLike<number>;
  /** [outFeatures] */
  readonly bias?: ArrayLike<number>;
  /** [outFeatures] */
  readonly slopes?: ArrayLike<number>;
  readonly relu?: boolean;
}

/**
 * `out[m,n] = sums[m,n]·(rowScales[m]·columnScales[n]) + bias[n]`; negative outputs are multiplied by `slopes[n]` where
 * there are slopes, and 0 with `relu`. With `Math.fround` as `round` every operation is rounded to float32, as kernels do.
 */
export function scaleSums(
  sums: ArrayLike<number>,
  outFeatures: number,
  { rowScales, columnScales, bias, slopes, relu = false }: ScaledOutput,
  round: (x: number) => number = (x) => x,
): Float64Array {
  return Float64Array.from(sums, (sum, i) => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const scale = round((rowScales?.[m] ?? 1) * (columnScales?.[n] ?? 1));
    let y = round(round(sum) * scale);
    if (bias !== undefined) y = round(y + bias[n]);
    if (slopes !== undefined && y < 0) y = round(y * slopes[n]);
    return relu && y < 0 ? 0 : y;
  });
}

/**
 * The same as int8, every operation rounded to float32, since a last bit may decide a tie:
 * `out = clamp(roundHalfEven(y), ±127)`, NaN as 0.
 */
export function sumsToInt8(
  sums: ArrayLike<number>,
  outFeatures: number,
  output: ScaledOutput,
): Int8Array {
  return Int8Array.from(scaleSums(sums, outFeatures, output, Math.fround), (y) =>
    Number.isNaN(y) ? 0 : Math.max(-127, Math.min(127, roundHalfEven(y))),
  );
}
