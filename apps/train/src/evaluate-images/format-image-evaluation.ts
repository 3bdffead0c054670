import type { ImageEvaluation } from "./evaluate-images.ts";

/** The scores for people to read. */
export function formatImageEvaluation(data: string, evaluation: ImageEvaluation): string {
  const { images, accuracy, imagesPerSecond, seconds, modelBytes } = evaluation;
  return [
    `data      ${data}: ${images} images`,
    `accuracy  ${(100 * accuracy).toFixed(2)} %`,
    ...formatClasses(evaluation),
    `speed     ${imagesPerSecond.toFixed(0)} images/s (${seconds.toFixed(2)} s)`,
    `size      ${modelBytes} bytes`,
    "",
  ].join("\n");
}

/** A line for each class: how many of its samples were right, and what the others were taken for most often. */
export function formatClasses({
  confusion,
  labels,
}: Pick<ImageEvaluation, "confusion" | "labels">): string[] {
  const names = confusion.map((_, index) => labels?.[index] ?? `${index}`);
  const width = Math.max(...names.map((name) => name.length));
  return confusion.map((row, label) => {
    const others = row.map((count, guess) => (guess === label ? 0 : count));
    const most = Math.max(...others);
    const mistaken = most === 0 ? "" : `; ${most} taken for ${names[others.indexOf(most)]}`;
    const total = row.reduce((sum, count) => sum + count, 0);
    return `  ${names[label].padEnd(width)}  ${row[label]} of ${total} right${mistaken}`;
  });
}
