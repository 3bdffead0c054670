import { formatBencher } from "./format-bencher.ts";
import { formatGithubAction } from "./format-github-action.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formatTables } from "./format-tables.ts";
import type { BenchmarkReport } from "./report.ts";

/** What `--format` takes. */
export type ReportFormat = "table" | "markdown" | "json" | "github-action-benchmark" | "bencher";

const formats: Readonly<Record<ReportFormat, (report: BenchmarkReport) => string>> = {
  table: formatTables,
  markdown: formatMarkdown,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  "github-action-benchmark": formatGithubAction,
  bencher: formatBencher,
};

/** Every format, the one for people first. */
export const reportFormats: readonly ReportFormat[] = [
  "table",
  "markdown",
  "json",
  "github-action-benchmark",
  "bencher",
];

/** A report as text that ends in a line break. */
export function formatReport(report: BenchmarkReport, format: ReportFormat = "table"): string {
  return formats[format](report);
}
