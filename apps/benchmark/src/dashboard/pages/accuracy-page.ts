import { groupBy } from "../../group-by.ts";
import type { History } from "../history/history.ts";
import type { ClassifierResult } from "../history/result-kinds.ts";
import { figureOfBoth } from "../markup/figure.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { tableOf } from "../markup/table.ts";
import { type ScatterPlot, type SizedDot, scatterPlot } from "../plot/scatter-plot.ts";
import { legendOf, seriesOf } from "../plot/series.ts";

/** Trained networks of every system: accuracy over the bytes of the packed file. */
export function accuracyPage({ classifiers }: History): Page {
  const content =
    classifiers.length === 0
      ? html`<p>The history holds no results of trained systems; <code>train systems</code> leaves them in its folder.</p>`
      : html`<p>Mean over the seeds. The line joins those that none beats with as few bytes; names stand beside them where there is room.</p>
${[...groupBy(classifiers, ({ name }) => dataOf(name))].map(([data, of]) =>
  sectionOf(
    data,
    of.flatMap(({ result }) => result),
  ),
)}`;
  return { file: "accuracy.html", name: "Accuracy over size", content };
}

/** A file of results is named after its data and its network; results of single runs are put together. */
function dataOf(name: string): string {
  return name === "result" ? "single runs" : name.replace(/-[^-]+$/, "");
}

function sectionOf(data: string, results: readonly ClassifierResult[]): Markup {
  const dots = [...groupBy(results, runOf).values()].map(dotOf);
  const series = seriesOf(dots.map((dot) => dot.series));
  const plot: Omit<ScatterPlot, "width" | "height"> = {
    ...{ dots, series, valueLabel: "test accuracy, %" },
    title: `${data}: test accuracy over bytes of the packed file, ${dots.length} networks`,
  };
  const rows = [...dots]
    .sort((a, b) => b.value - a.value)
    .map(({ name, series: network, value, bytes }) => [
      name,
      network,
      value.toFixed(2),
      `${bytes}`,
    ]);
  return html`<h2>${data}</h2>
${legendOf(series)}${figureOfBoth(
  `${dots.length} networks`,
  scatterPlot({ ...plot, width: 1000, height: 560 }),
  scatterPlot({ ...plot, width: 350, height: 340 }),
)}<details><summary>${data} as a table</summary>
${tableOf(`${data}: accuracy and size`, ["system", "network", "accuracy, %", "bytes"], rows, [1])}</details>
`;
}

function runOf({ system, preset, network }: ClassifierResult): string {
  return `${network} ${system} ${preset}`;
}

function dotOf(results: readonly ClassifierResult[]): SizedDot {
  const [{ system, preset, network, modelBytes }] = results;
  const mean = results.reduce((sum, { accuracy }) => sum + accuracy, 0) / results.length;
  const name = preset === system ? system : `${system} ${preset}`;
  return { name, series: network, bytes: modelBytes, value: 100 * mean };
}
