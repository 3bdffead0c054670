import type { BenchmarkReport } from "./report.ts";
import { describeAbsent, describeRun, tabulate } from "./tabulate.ts";

/** A report for a terminal: the machine, a table for each op and shape, and who is absent. */
export function formatTables(report: BenchmarkReport): string {
  const tables = tabulate(report).map(
    ({ title, cells }) => `\n${[title, ...align(cells)].join("\n")}`,
  );
  const absent = describeAbsent(report);
  return [
    ...describeRun(report),
    ...tables,
    ...(absent.length === 0 ? [] : ["\nabsent", ...absent.map((line) => `  ${line}`)]),
    "",
  ].join("\n");
}

/** Lines of columns: the first to the left, the others to the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    );
    return `  ${cells.join("   ")}`.trimEnd();
  });
}
