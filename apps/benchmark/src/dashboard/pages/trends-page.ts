import { groupBy } from "../../group-by.ts";
import { countThreads, significant } from "../../report/number-format.ts";
import type { BenchmarkReport } from "../../report/report.ts";
import { figureOf } from "../markup/figure.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { tableOf } from "../markup/table.ts";
import { legendOf, type Series, seriesOf } from "../plot/series.ts";
import { trendPlot } from "../plot/trend-plot.ts";
import { type Place, placesOf, runName } from "../trend/place.ts";
import { type Reset, resetsOf } from "../trend/reset.ts";
import { type Trend, type TrendOptions, trendsOf } from "../trend/trend.ts";
import { placeChoice, placeSection } from "./place-choice.ts";

/** What a page of trends is about. */
export interface TrendsPage extends Pick<Page, "file" | "name">, TrendOptions {
  readonly introduction: Markup;
}

/** Trends of operators or of whole models, a section for each machine and engine. */
export function trendsPage(
  reports: readonly BenchmarkReport[],
  { file, name, introduction, shapes }: TrendsPage,
): Page {
  const places = placesOf(reports);
  const peers = reports.flatMap(({ rows }) =>
    rows.filter(({ isPeer }) => isPeer).map(({ arm }) => arm),
  );
  const series = seriesOf(peers.sort());
  const sections = places.map((place, i) => sectionOf(i, place, series, shapes));
  const content = html`${introduction}
<p>Each dot is a run: how many times as fast as a peer an arm of ours was, in that run. The stroke behind it reaches from the
peer’s first quartile over our third to its third over our first. A dashed line is a run before which something other than our
code changed.</p>
${placeChoice(places.map((place) => place.name))}${sections}`;
  return { file, name, content };
}

function sectionOf(
  index: number,
  place: Place,
  series: readonly Series[],
  shapes: TrendOptions["shapes"],
): Markup {
  const trends = trendsOf(place.reports, { shapes });
  const resets = resetsOf(place.reports);
  const runs = place.reports.map(runName);
  const groups = groupBy(trends, ({ op }) => op);
  const parts = [...groups].map(([op, ofOp]) => {
    const shown = series.filter((one) => ofOp.some(({ peer }) => peer === one.name));
    const figures = [...groupBy(ofOp, armOf)].map(([arm, ofArm]) =>
      figureOf(
        arm,
        trendPlot({ title: titleOf(op, arm, ofArm), trends: ofArm, series, runs, resets }),
      ),
    );
    return html`<h3>${op}</h3>
${legendOf(shown)}<div class="figures">
${figures}</div>
<details><summary>${op} as a table</summary>
${trendTable(op, ofOp, runs)}</details>
`;
  });
  const changes =
    resets.length === 0
      ? ""
      : html`<ul>${resets.map((reset) => resetItem(reset, runs))}</ul>
`;
  return placeSection(
    index,
    place.name,
    html`<p class="quiet">${place.reports.length} runs, ${runs[0]} to ${runs[runs.length - 1]}</p>
${changes}${parts}`,
  );
}

function armOf({ arm, threads, shapes }: Trend): string {
  const on = shapes.length === 1 ? shapes[0] : `${shapes.length} shapes`;
  return `${arm}, ${countThreads(threads)}, ${on}`;
}

function titleOf(op: string, arm: string, trends: readonly Trend[]): string {
  const latest = trends.flatMap(({ peer, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${significant(last.ratio)} times ${peer}`];
  });
  return `${op}, ${arm}: ratios to peers over runs; latest ${latest.join(", ")}`;
}

function resetItem({ run, reasons }: Reset, runs: readonly string[]): Markup {
  return html`<li>from ${runs[run]} on: ${reasons.join(", ")}</li>`;
}

function trendTable(op: string, trends: readonly Trend[], runs: readonly string[]): Markup {
  const rows = trends.map((trend) => {
    const [first, last] = [trend.points[0], trend.points[trend.points.length - 1]];
    return [
      armOf(trend),
      trend.peer,
      ...[significant(last.ratio), `${significant(last.lower)} to ${significant(last.upper)}`],
      ...[runs[last.run], significant(first.ratio), runs[first.run]],
    ];
  });
  const header = ["arm", "peer", "× the peer", "quartiles", "run", "× at first", "run"];
  return tableOf(`${op}: ratios to peers, latest and first`, header, rows, [1]);
}
