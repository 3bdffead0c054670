import {
  type CompareOptions,
  compareReports,
  type RatioChange,
} from "../../compare/compare-reports.ts";
import { countThreads, significant } from "../../report/number-format.ts";
import type { BenchmarkReport } from "../../report/report.ts";
import { html, type Markup } from "../markup/html.ts";
import { tableOf } from "../markup/table.ts";

/** A loss up to this fraction is no regression, as `compare` has it. */
const options: CompareOptions = { maxRegression: 0.1 };

/** Reports of the same commit on the same kind of machine. */
export interface ComparedRun {
  readonly place: string;
  readonly name: string;
  readonly reports: readonly BenchmarkReport[];
}

/** Ratios of two runs beside each other, the worst change first; also made in the page, when others are chosen. */
export function comparisonTable(base: ComparedRun, head: ComparedRun): Markup {
  const { changes, missing } = compareReports(base.reports, head.reports, options);
  const count = (verdict: RatioChange["verdict"]): number =>
    changes.filter((change) => change.verdict === verdict).length;
  const summary = `${changes.length} ratios: ${count("regressed")} regressed, ${count("improved")} improved, ${count("undecided")} undecided`;
  const header = ["arm", "peer", `× in ${base.name}`, `× in ${head.name}`, "change", "verdict"];
  const lost =
    missing.length === 0
      ? ""
      : html`<p>${missing.length} ratios of ${base.name} were not measured again.</p>
`;
  return html`<p role="status">${summary}.</p>
${tableOf(`${base.name} and ${head.name}: ratios to peers`, header, changes.map(rowOf), [1, 5])}${lost}`;
}

function rowOf({ op, shape, arm, threads, peer, before, after, change, verdict }: RatioChange) {
  const percent = `${change < 0 ? "−" : "+"}${Math.abs(100 * change).toFixed(1)} %`;
  const look = verdict === "regressed" ? "bad" : verdict === "improved" ? "good" : "";
  return [
    `${op} ${shape} ${arm}${threads === 1 ? "" : `, ${countThreads(threads)}`}`,
    ...[peer, significant(before), significant(after), percent],
    html`<span class="${look}">${verdict}</span>`,
  ];
}
