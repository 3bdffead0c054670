/** Where the samples of a measurement lie. The quartiles say how far the machine lets the median be trusted. */
export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** Quartiles of samples in any order.
 *  @throws RangeError without samples. */
export function quartiles(samples: readonly number[]): Quartiles {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    lower: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upper: quantile(sorted, 0.75),
  };
}

/** Quantile by linear interpolation between the two nearest order statistics, x at position (n − 1)·fraction
 *  (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996).
 *  @param sorted  rising.
 *  @throws RangeError without samples. */
export function quantile(sorted: readonly number[], fraction: number): number {
  if (sorted.length === 0) throw new RangeError("quantile: sorted must not be empty");
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below + (above - below) * (position - Math.floor(position));
}
