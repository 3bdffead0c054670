/** Rows of cells as lines of plain text, every column as wide as its widest cell, two spaces between them.
 *  @param rightAligned  Indices of columns of numbers. */
export function formatTable(
  rows: readonly (readonly string[])[],
  rightAligned: readonly number[] = [],
): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        rightAligned.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** A table with a rule below its first row and above its last one, which are names and totals. */
export function ruledTable(
  rows: readonly (readonly string[])[],
  rightAligned: readonly number[] = [],
): readonly string[] {
  const lines = formatTable(rows, rightAligned);
  const rule = "─".repeat(Math.max(0, ...lines.map((line) => line.length)));
  return [...lines.slice(0, 1), rule, ...lines.slice(1, -1), rule, ...lines.slice(-1)];
}

/** A number with its thousands set apart: 8,640. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** Numbers by what they are of: `54 bipolar + 8 float32`.
 *  @param per  Behind each number. */
export function formatCounts(counts: Readonly<Record<string, number>>, per: string = ""): string {
  return Object.entries(counts)
    .map(([of, count]) => `${formatCount(count)}${per} ${of}`)
    .join(" + ");
}
