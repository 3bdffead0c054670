import { quartiles } from "../quantile.ts";

/** What a rise above the third quartile is multiplied by: Tukey's fence for what is far out. */
const fence = 3;
/** With fewer runs of an arm the quartiles are taken over all arms. */
export const fewestRuns = 8;

/** How far the same code was from itself: `max(ratio, 1 / ratio) − 1`. */
export function deviationOf(ratio: number): number {
  return Math.max(ratio, 1 / ratio) - 1;
}

/**
 * The change that counts for an arm: `max(floor, Q3 + 3·IQR)` of how far the same code was from itself.
 *
 * @param floor  never less than this: 0.05 is five percent.
 * @param own  deviations of this arm at this shape; taken alone where there are at least {@link fewestRuns}.
 * @param all  deviations of every arm, for an arm without a history.
 */
export function thresholdOf(floor: number, own: readonly number[], all: readonly number[]): number {
  const deviations = own.length >= fewestRuns ? own : all;
  if (deviations.length === 0) return floor;
  const { lower, upper } = quartiles(deviations);
  return Math.max(floor, upper + fence * (upper - lower));
}
