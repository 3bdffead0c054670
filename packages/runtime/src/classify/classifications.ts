import type { Classification } from "./classifier.ts";

/** The greatest score of each row, of equal ones the first. */
export function classificationsOf(
  scores: Float32Array,
  { classes, labels }: { readonly classes: number; readonly labels: readonly string[] | undefined },
): readonly Classification[] {
  return Array.from({ length: scores.length / classes }, (_, i): Classification => {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    const best = row.indexOf(Math.max(...row));
    return { class: best, ...(labels && { label: labels[best] }), score: row[best] };
  });
}
