import { basename } from "node:path";
import { groupBy } from "../../group-by.ts";
import type { History, Sourced } from "../history/history.ts";
import type { ScoreResult, TranslationResult } from "../history/result-kinds.ts";
import { figureOf } from "../markup/figure.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { tableOf } from "../markup/table.ts";
import { type SizedDot, scatterPlot } from "../plot/scatter-plot.ts";
import { legendOf, seriesOf } from "../plot/series.ts";

/** Translation models: scores, what they keep, size and speed, on each test set. */
export function translationPage({ translations }: History): Page {
  const bySet = groupBy(translations, ({ result }) => basename(result.data));
  const content =
    translations.length === 0
      ? html`<p>The history holds no evaluations; <code>train evaluate --data FILE.tsv --json</code> prints one.</p>`
      : html`<p>Scores with 95 % intervals by bootstrap. A segment is kept where all its placeholders, numbers and the like came
through. Speed depends on the machine, which an evaluation does not name: compare it within one run of evaluations only.</p>
${[...bySet].map(([data, of]) => sectionOf(data, of))}`;
  return { file: "translation.html", name: "Translation", content };
}

function sectionOf(data: string, evaluations: readonly Sourced<TranslationResult>[]): Markup {
  const series = seriesOf(evaluations.map(({ name }) => name));
  const plot = (label: string, scoreOf: (result: TranslationResult) => ScoreResult): Markup => {
    const dots = evaluations.map(({ name, result }): SizedDot => {
      const { score: value, lower, upper } = scoreOf(result);
      const bytes = result.modelBytes + result.tokenizerBytes;
      return { name, series: name, bytes, value, lower, upper };
    });
    const title = `${data}: ${label} over bytes of model and tokenizer, ${dots.length} evaluations`;
    const size = { width: 340, height: 260 };
    return figureOf(label, scatterPlot({ title, dots, series, valueLabel: label, ...size }));
  };
  const rows = evaluations.map(({ name, result }) => [
    name,
    `${result.beamSize}`,
    withInterval(result.bleu),
    withInterval(result.chrf),
    `${result.kept.segments} of ${result.segments}`,
    `${result.modelBytes + result.tokenizerBytes}`,
    result.tokensPerSecond.toFixed(0),
  ]);
  const header = ["evaluation", "beam", "BLEU", "chrF", "kept", "bytes", "tokens/s"];
  return html`<h2>${data}</h2>
${legendOf(series)}<div class="figures">
${plot("BLEU", ({ bleu }) => bleu)}${plot("chrF", ({ chrf }) => chrf)}</div>
${tableOf(`${data}: scores, size and speed`, header, rows)}`;
}

function withInterval({ score, lower, upper }: ScoreResult): string {
  return `${score.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
}
