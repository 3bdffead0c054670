import { significant, withPrefix } from "../../report/number-format.ts";
import type { History, Sourced } from "../history/history.ts";
import type { EstimatedFigure, FoldingResult } from "../history/result-kinds.ts";
import { figureOf } from "../markup/figure.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { tableOf } from "../markup/table.ts";
import { frontPlot, frontSeries, isArea } from "../plot/front-plot.ts";
import { legendOf } from "../plot/series.ts";

/** Foldings of models as circuits that none beats in speed, size and energy. */
export function hardwarePage({ fronts }: History): Page {
  const content =
    fronts.length === 0
      ? html`<p>The history holds no fronts; <code>bnnkit-hardware explore MODEL --json</code> prints one.</p>`
      : html`<p>Estimates, not measurements: foldings of a model that no other beats in frames per second, size and energy at
once. The stroke behind a dot is the interval of its estimate.</p>
${legendOf(frontSeries)}<div class="figures">
${fronts.map(({ name, result }) => figureOf(name, frontPlot(`${name}: size over frames per second, ${result.length} foldings`, result)))}</div>
${fronts.map(frontTable)}`;
  return { file: "hardware.html", name: "Hardware", content };
}

function frontTable({ name, result }: Sourced<readonly FoldingResult[]>): Markup {
  const size = isArea(result) ? "area, µm²" : "look-up tables";
  const rows = result.map((folding) => [
    withPrefix(folding.framesPerSecond.value),
    withInterval(isArea(result) ? folding.areaUm2 : folding.lut, withPrefix),
    withInterval(thousandth(folding.energyPj), significant),
    folding.fits ? "yes" : "no",
  ]);
  const header = ["frames/s", size, "energy of a frame, nJ", "within the part"];
  return html`<details><summary>${name} as a table</summary>
${tableOf(`${name}: estimates with their intervals`, header, rows)}</details>
`;
}

function thousandth({ value, low, high }: EstimatedFigure): EstimatedFigure {
  return { value: value / 1000, low: low / 1000, high: high / 1000 };
}

function withInterval(
  { value, low, high }: EstimatedFigure,
  write: (value: number) => string,
): string {
  return `${write(value)} (${write(low)} to ${write(high)})`;
}
