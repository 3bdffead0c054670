import { bootstrapInterval } from "@bnnkit/metrics";

/** A ratio of two times, and where it lies in resamples of its pairs. */
export interface RatioEstimate {
  /** exp of the median of the logarithms of the pairs' ratios */
  readonly ratio: number;
  /** Ends of the 95 % interval by bootstrap. */
  readonly lower: number;
  readonly upper: number;
  readonly pairs: number;
}

/** Draws the same resamples for the same number of pairs. */
const seed = 1;
const resamples = 1000;

/**
 * Estimates `after / before` from times that were taken in pairs, one right after the other.
 *
 * Pairs share what the machine did at that moment, and it goes out of their ratio; the median leaves out the pairs that it
 * hit on one side only. The interval is that of `bootstrapInterval`, whose sums over resampled segments are here how often
 * each pair was drawn.
 *
 * @throws RangeError for unequal numbers of times, for none, or for one that is not above 0.
 */
export function estimateRatio(before: readonly number[], after: readonly number[]): RatioEstimate {
  if (before.length !== after.length || before.length === 0) {
    throw new RangeError(
      `estimateRatio: before and after must have equally many times, at least one, got ${before.length} and ${after.length}`,
    );
  }
  const wrong = [...before, ...after].find(
    (time) => !(time > 0 && time < Number.POSITIVE_INFINITY),
  );
  if (wrong !== undefined) {
    throw new RangeError(`estimateRatio: times must be positive and finite, got ${wrong}`);
  }
  const logs = before.map((time, i) => Math.log(after[i] / time)).sort((a, b) => a - b);
  const interval = bootstrapInterval({
    segments: logs.map((_, i) => logs.map((_, j) => (i === j ? 1 : 0))),
    score: (draws) => medianOfDraws(logs, draws),
    samples: resamples,
    seed,
  });
  return {
    ratio: Math.exp(interval.score),
    lower: Math.exp(interval.lower),
    upper: Math.exp(interval.upper),
    pairs: logs.length,
  };
}

/** The median of sorted values of which each was drawn so many times, as many in all as there are. */
function medianOfDraws(sorted: readonly number[], draws: ArrayLike<number>): number {
  const middle = (sorted.length - 1) / 2;
  return (
    (drawnAt(sorted, draws, Math.floor(middle)) + drawnAt(sorted, draws, Math.ceil(middle))) / 2
  );
}

/** The value at a place in the order of what was drawn. */
function drawnAt(sorted: readonly number[], draws: ArrayLike<number>, place: number): number {
  let i = 0;
  for (let passed = draws[0]; passed <= place; passed += draws[i]) i++;
  return sorted[i];
}
