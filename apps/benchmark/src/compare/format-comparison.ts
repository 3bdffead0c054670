import { markdownTable } from "../report/format-markdown.ts";
import { align } from "../report/format-tables.ts";
import { significant } from "../report/number-format.ts";
import type { Comparison, RatioChange } from "./compare-reports.ts";

/** What `compare --format` takes. */
export type ComparisonFormat = "table" | "markdown" | "json";

/** A comparison as text that ends in a line break. */
export function formatComparison(comparison: Comparison, format: ComparisonFormat): string {
  if (format === "json") return `${JSON.stringify(comparison, undefined, 2)}\n`;
  const { changes, missing } = comparison;
  const header = ["", "against", "threads", "before", "after", "change", ""];
  const cells = [header, ...changes.map(cellsOf)];
  const table = format === "markdown" ? markdownTable(cells) : align(cells).join("\n");
  const regressed = changes.filter(({ verdict }) => verdict === "regressed").length;
  const undecided = changes.filter(({ verdict }) => verdict === "undecided").length;
  const counts = [`${changes.length} ratios compared`, `${regressed} regressed`];
  if (undecided > 0) counts.push(`${undecided} undecided: measure again, two reports a side`);
  const lines = [counts.join(", "), "", table, ""];
  if (missing.length > 0)
    lines.push("not measured again:", ...missing.map((key) => `- ${key}`), "");
  return lines.join("\n");
}

function cellsOf({
  op,
  shape,
  arm,
  peer,
  threads,
  before,
  after,
  change,
  verdict,
}: RatioChange): string[] {
  const percent = `${change < 0 ? "−" : "+"}${Math.abs(100 * change).toFixed(1)} %`;
  return [
    `${op} ${shape} ${arm}`,
    peer,
    `${threads}`,
    significant(before),
    significant(after),
    percent,
    verdict === "unchanged" ? "" : verdict,
  ];
}
