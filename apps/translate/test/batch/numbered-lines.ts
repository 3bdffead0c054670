/** Lines to translate, some of them empty. */
export const numberedLines: readonly string[] = Array.from({ length: 300 }, (_, i) =>
  i % 10 === 9 ? "" : `The house number ${i} has ${i % 7} red doors.`,
);

/** Lines as a file has them. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
