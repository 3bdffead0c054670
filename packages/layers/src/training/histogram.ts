/** How often numbers fall between edges. */
export interface Histogram {
  /** Rising, one more than counts: bin i is from edge i to edge i + 1, without its end but for the last one. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Numbers that are in none: NaN, infinite or beyond the edges. */
  readonly outside: number;
}

/** Where bins lie. */
export interface HistogramOptions {
  /** Of equal width. */
  readonly bins: number;
  /** First and last edge; default the least and the greatest finite number, or half a unit around it where all are equal. */
  readonly range?: readonly [least: number, greatest: number] | undefined;
}

/** Counts numbers in bins of equal width. */
export function histogramOf(
  values: ArrayLike<number>,
  { bins, range = rangeOf(values) }: HistogramOptions,
): Histogram {
  const [least, greatest] = range;
  const width = (greatest - least) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? greatest : least + i * width,
  );
  const counts = new Array<number>(bins).fill(0);
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= least && value <= greatest) counts[binOf(value, edges, width)]++;
    else outside++;
  }
  return { edges, counts, outside };
}

/** Near the quotient, which rounding may put beside it: by several bins where edges are as close as numbers are. */
function binOf(value: number, edges: readonly number[], width: number): number {
  const last = edges.length - 2;
  let bin = width > 0 ? Math.min(Math.floor((value - edges[0]) / width), last) : 0;
  while (value < edges[bin]) bin--;
  while (bin < last && value >= edges[bin + 1]) bin++;
  return bin;
}

function rangeOf(values: ArrayLike<number>): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    least = Math.min(least, values[i]);
    greatest = Math.max(greatest, values[i]);
  }
  if (least < greatest) return [least, greatest];
  const middle = least === greatest ? least : 0;
  return [middle - 0.5, middle + 0.5];
}
