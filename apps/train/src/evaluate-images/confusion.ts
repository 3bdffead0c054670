/** How often samples of a class were taken for each class: `counts[label][guess]`. */
export type Confusion = readonly (readonly number[])[];

/** Counts what the class of the greatest score is, of equal ones the first, for the samples of each label.
 *  @param scores  `[samples, classes]` */
export function confusionOf(
  scores: Float32Array,
  labels: Uint8Array | readonly number[],
  classes: number,
): Confusion {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const [index, label] of labels.entries()) {
    const row = scores.subarray(index * classes, (index + 1) * classes);
    counts[label][row.reduce((best, score, i) => (score > row[best] ? i : best), 0)]++;
  }
  return counts;
}

/** Samples of the diagonal. */
export function rightOf(confusion: Confusion): number {
  return confusion.reduce((sum, row, label) => sum + row[label], 0);
}
