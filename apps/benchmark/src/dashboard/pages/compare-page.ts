import { groupBy } from "../../group-by.ts";
import type { BenchmarkReport } from "../../report/report.ts";
import type { BenchmarkRow } from "../../report/row.ts";
import type { History } from "../history/history.ts";
import { embeddedJson, html, Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { placesOf, runName } from "../trend/place.ts";
import { type ComparedRun, comparisonTable } from "./comparison-table.ts";

/** Where the script of the page finds what it needs. */
export const ids = { runs: "runs", choice: "choice", table: "comparison" } as const;

/** Two runs of the same kind of machine beside each other: the latest two, and any others that are chosen.
 *  @param script  the program of `in-page/choose-runs.ts` */
export function comparePage({ reports }: Pick<History, "reports">, script: string): Page {
  const runs = comparedRuns(reports);
  const [base, head] = latestPair(runs) ?? [];
  const content =
    base === undefined || head === undefined
      ? html`<p>The history holds no two runs on the same kind of machine and engine.</p>`
      : html`<p>Ratios of our arms to their peers, each within its own run; times of two runs are never compared. With one report a
side a change is undecided: what one run saw, the next one on the same code often does not.</p>
<div id="${ids.choice}"></div>
<div id="${ids.table}">${comparisonTable(base, head)}</div>
${embeddedJson(ids.runs, runs.map(slim))}
<script>${new Markup(script)}</script>
`;
  return { file: "compare.html", name: "Two commits", content };
}

/** Runs of a place that can be chosen: the latest. */
const mostRuns = 16;

/** Runs in the order of time, those of the same commit and place together; the latest of each place. */
export function comparedRuns(reports: readonly BenchmarkReport[]): readonly ComparedRun[] {
  return placesOf(reports).flatMap(({ name: place, reports: of }) =>
    [...groupBy(of, nameOf)]
      .slice(-mostRuns)
      .map(([name, ofRun]) => ({ place, name, reports: ofRun })),
  );
}

function nameOf(report: BenchmarkReport): string {
  return report.commit === undefined ? report.startedAt.slice(0, 16) : runName(report);
}

/** The last two runs of the place that was measured last. */
function latestPair(runs: readonly ComparedRun[]): readonly [ComparedRun, ComparedRun] | undefined {
  const started = ({ reports }: ComparedRun): string => reports[reports.length - 1].startedAt;
  const pairs = [...groupBy(runs, ({ place }) => place).values()].flatMap((of) => {
    const [base, head] = of.slice(-2);
    return head === undefined ? [] : [[base, head] as const];
  });
  return pairs.sort(([, a], [, b]) => (started(a) < started(b) ? 1 : -1))[0];
}

/** What a comparison reads of a run: a page need not carry the rest. */
function slim({ reports, ...names }: ComparedRun): ComparedRun {
  return { ...names, reports: reports.map(slimReport) };
}

function slimReport({ absent, memory, ...report }: BenchmarkReport): BenchmarkReport {
  return { ...report, settings: {}, versions: {}, absent: [], rows: report.rows.map(slimRow) };
}

function slimRow(row: BenchmarkRow): BenchmarkRow {
  const { kind, op, arm, isPeer, shape, threads, samples, runsPerSample } = row;
  const ratios = Object.entries(row.ratios).map(([peer, ratio]) => [peer, short(ratio)] as const);
  return {
    ...{ kind, op, arm, isPeer, shape, origin: "", threads, samples, runsPerSample },
    medianMilliseconds: short(row.medianMilliseconds),
    lowerQuartileMilliseconds: short(row.lowerQuartileMilliseconds),
    upperQuartileMilliseconds: short(row.upperQuartileMilliseconds),
    operationsPerSecond: short(row.operationsPerSecond),
    ...{ ratios: Object.fromEntries(isPeer ? [] : ratios), cpuRatios: {}, coldRatios: {} },
  };
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
