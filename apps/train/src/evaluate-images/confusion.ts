/** How often images of a class were taken for each class: `counts[label][guess]`. */
export type Confusion = readonly (readonly number[])[];

/** Counts what the class of the greatest score is, of equal ones the first, for the images of each label.
 *  @param scores  `[images, classes]` */
export function confusionOf(scores: Float32Array, labels: Uint8Array, classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const [index, label] of labels.entries()) {
    const row = scores.subarray(index * classes, (index + 1) * classes);
    counts[label][row.reduce((best, score, i) => (score > row[best] ? i : best), 0)]++;
  }
  return counts;
}

/** Images of the diagonal. */
export function rightOf(confusion: Confusion): number {
  return confusion.reduce((sum, row, label) => sum + row[label], 0);
}
