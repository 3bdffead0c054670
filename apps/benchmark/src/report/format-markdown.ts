import type { BenchmarkReport } from "./report.ts";
import { describeAbsent, describeRun, type TextTable, tabulate } from "./tabulate.ts";

/** A report for the description or a comment of a pull request: the tables folded away under their titles but the
 *  first. */
export function formatMarkdown(report: BenchmarkReport): string {
  const sections = tabulate(report).map(({ title, cells }, i) => {
    const open = i === 0 ? " open" : "";
    return `<details${open}><summary>${title}</summary>\n\n${markdownTable(cells)}\n\n</details>\n`;
  });
  const absent = describeAbsent(report).map((line) => `- ${escapeCell(line)}`);
  return [
    ...describeRun(report).map((line) => `${escapeCell(line)}\n`),
    ...sections,
    ...(absent.length === 0 ? [] : ["Absent:\n", ...absent, ""]),
  ].join("\n");
}

/** Rows of cells as a table, the first column to the left, the others to the right. */
export function markdownTable([header, ...rows]: TextTable["cells"]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(" | ")} |`;
  const rule = header.map((_, i) => (i === 0 ? "---" : "---:"));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}

/** Keeps text from being read as the markup of a table. */
function escapeCell(text: string): string {
  return text.replace(/[|\\]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
