/** What a corpus metric needs to know of each segment, and the score of any set of them: sums of the
 *  rows are all that the score depends on, so a resample costs additions instead of counting anew. */
export interface SegmentStatistics {
  /** One row of counts per segment, all of the same length. */
  readonly segments: readonly (readonly number[])[];
  /** Score 0 … 100 of the segments whose rows add up to `sums`. */
  readonly score: (sums: ArrayLike<number>) => number;
}

/** The rows added up, column by column. */
export function sumSegments(segments: SegmentStatistics["segments"]): number[] {
  const sums = segments[0].map(() => 0);
  for (const row of segments) for (let i = 0; i < sums.length; i++) sums[i] += row[i];
  return sums;
}
