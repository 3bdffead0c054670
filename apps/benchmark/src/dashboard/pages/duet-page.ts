import type { DuetReport, DuetRow } from "../../duet/duet-report.ts";
import { describeSame, formatChange } from "../../duet/format-duet.ts";
import type { History } from "../history/history.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { tableOf } from "../markup/table.ts";
import { placeOf } from "../trend/place.ts";

/** Runs of `duet` that are shown in full. */
const most = 20;

/** What `duet` said of commits, with the same code against itself beside it. */
export function duetPage({ duets }: Pick<History, "duets">): Page {
  const latest = duets.slice(-most).reverse();
  const content =
    latest.length === 0
      ? html`<p>The history holds no runs of <code>bench duet --base REV --json FILE</code>.</p>`
      : html`<p>Time of the head over that of the base, in pairs taken one right after the other, and beside it the time of the base in a
second process over that in the first: the same code. An arm is slower where its interval excludes 1, the change exceeds
what counts there, and a rerun by new processes says the same.</p>
${latest.map(sectionOf)}`;
  return { file: "changes.html", name: "Changes", content };
}

function sectionOf(report: DuetReport): Markup {
  const { base, head, startedAt, machine, rows } = report;
  const header = ["arm", "head / base", "same / same", "counts from", "rerun", "verdict"];
  const alerts = rows.filter(({ verdict }) => verdict === "slower").length;
  return html`<h2>${base.commit.slice(0, 7)} → ${head.commit.slice(0, 7)}</h2>
<p class="quiet">${startedAt.slice(0, 16)} UTC, ${placeOf(machine)}. ${alerts} of ${rows.length} slower. ${describeSame(report)}</p>
${tableOf(`${base.revision} and ${head.revision}, ${startedAt}`, header, rows.map(rowOf), [5])}`;
}

function rowOf({ op, shape, arm, threads, change, same, threshold, rerun, verdict }: DuetRow) {
  const look = verdict === "slower" ? "bad" : verdict === "faster" ? "good" : "";
  return [
    `${op} ${shape} ${arm}${threads === 1 ? "" : `, ${threads} threads`}`,
    ...[formatChange(change), formatChange(same), `${(100 * threshold).toFixed(1)} %`],
    rerun === undefined ? "" : formatChange(rerun.change),
    html`<span class="${look}">${verdict}</span>`,
  ];
}
