import { markdownTable } from "../report/format-markdown.ts";
import { align } from "../report/format-tables.ts";
import { countThreads } from "../report/number-format.ts";
import type { DuetReport, DuetRow } from "./duet-report.ts";
import type { RatioEstimate } from "./ratio-estimate.ts";
import { deviationOf } from "./threshold.ts";

/** What `duet --format` takes. */
export type DuetFormat = "table" | "markdown" | "json";

/** A report as text that ends in a line break: changes first, of Markdown the others folded away. */
export function formatDuet(report: DuetReport, format: DuetFormat): string {
  if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
  const { rows, base, head, machine, reference } = report;
  const changed = rows.filter(({ verdict }) => verdict !== "unchanged");
  const same = rows.filter(({ verdict }) => verdict === "unchanged");
  const title = `${head.revision} (${head.commit.slice(0, 7)}) against ${base.revision} (${base.commit.slice(0, 7)}): ${summaryOf(rows)}`;
  const notes = [
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}. ${describeSame(report)}`,
    `Reference kernel, head's process over base's: ${formatChange(reference)}.`,
  ];
  if (format === "table") {
    const tables = [changed, same].filter((of) => of.length > 0).map((of) => align(cellsOf(of)));
    return [title, ...notes, ...tables.flatMap((lines) => ["", ...lines]), ""].join("\n");
  }
  const folded =
    same.length === 0
      ? []
      : [
          `<details><summary>${same.length} unchanged</summary>\n\n${markdownTable(cellsOf(same))}\n\n</details>\n`,
        ];
  return [
    `${title}\n`,
    ...(changed.length === 0 ? [] : [`${markdownTable(cellsOf(changed))}\n`]),
    ...folded,
    ...notes.map((note) => `${note}\n`),
  ].join("\n");
}

/** `+1.2 % (+0.3 to +2.0)` */
export function formatChange({ ratio, lower, upper }: RatioEstimate): string {
  return `${percent(ratio)} % (${percent(lower)} to ${percent(upper)})`;
}

/** How far the same code was from itself in this run. */
export function describeSame({ rows }: Pick<DuetReport, "rows">): string {
  if (rows.length === 0) return "Nothing was measured.";
  const most = Math.max(...rows.map(({ same }) => deviationOf(same.ratio)));
  return `The same code against itself differed by ${(100 * most).toFixed(1)} % at most.`;
}

function summaryOf(rows: readonly DuetRow[]): string {
  const count = (verdict: DuetRow["verdict"]): number =>
    rows.filter((row) => row.verdict === verdict).length;
  return `${count("slower")} of ${rows.length} slower, ${count("faster")} faster, ${count("unrepeated")} not repeated`;
}

function cellsOf(rows: readonly DuetRow[]): string[][] {
  const header = ["", "head / base", "same / same", "counts from", "rerun", ""];
  return [
    header,
    ...rows.map(({ op, shape, arm, threads, change, same, threshold, rerun, verdict }) => [
      `${op} ${shape} ${arm}, ${countThreads(threads)}`,
      ...[formatChange(change), formatChange(same), `${(100 * threshold).toFixed(1)} %`],
      rerun === undefined ? "" : formatChange(rerun.change),
      verdict,
    ]),
  ];
}

function percent(ratio: number): string {
  const change = 100 * (ratio - 1);
  return `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(1)}`;
}
