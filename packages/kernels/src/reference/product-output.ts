import { round } from "./round.ts";

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
 * there are slopes, and 0 with `relu`. With `Math.fround` as `rounded` every operation is rounded to float32, as kernels do.
 */
export function scaleSums(
  sums: ArrayLike<number>,
  outFeatures: number,
  { rowScales, columnScales, bias, slopes, relu = false }: ScaledOutput,
  rounded: (x: number) => number = (x) => x,
): Float64Array {
  return Float64Array.from(sums, (sum, i) => {
    const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
    const scale = rounded((rowScales?.[m] ?? 1) * (columnScales?.[n] ?? 1));
    let y = rounded(rounded(sum) * scale);
    if (bias !== undefined) y = rounded(y + bias[n]);
    if (slopes !== undefined && y < 0) y = rounded(y * slopes[n]);
    return relu && y < 0 ? 0 : y;
  });
}

/** In which digits a product writes them; those of uint8 as the int8 of the same bits. */
export interface Int8Output extends ScaledOutput {
  /** Default 1. */
  readonly step?: number;
  /** Default −127. */
  readonly least?: number;
  /** Default 127. */
  readonly greatest?: number;
}

/**
 * The same in digits of a step, every operation before the quotient rounded to float32, since a last bit may decide a tie:
 * `out = clamp(roundHalfEven(y/step))` in least … greatest, NaN as the least.
 */
export function sumsToInt8(
  sums: ArrayLike<number>,
  outFeatures: number,
  { step = 1, least = -127, greatest = 127, ...output }: Int8Output,
): Int8Array {
  const x = scaleSums(sums, outFeatures, output, Math.fround);
  return Int8Array.from(round({ x, step, least, greatest }));
}
