import type { History } from "../history/history.ts";
import { html, type Markup } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { placesOf, runName } from "../trend/place.ts";

/** What the history holds, and where each part is shown. */
export function overviewPage(history: History, others: readonly Page[]): Page {
  const { reports, duets, translations, classifiers, fronts, skipped } = history;
  const counts: Readonly<Record<string, number>> = {
    "operators.html": reports.filter(({ command }) => command === "kernels").length,
    "models.html": reports.filter(({ command }) => command === "model").length,
    "compare.html": reports.length,
    "changes.html": duets.length,
    "accuracy.html": classifiers.flatMap(({ result }) => result).length,
    "translation.html": translations.length,
    "hardware.html": fronts.length,
  };
  const content = html`<p>Drawn from a history of results in JSON. Compare ratios within one run, never times across runs.</p>
<ul>${others.map(
    ({ file, name }) => html`<li><a href="${file}">${name}</a>${results(counts[file])}</li>
`,
  )}</ul>
<h2>Machines and engines</h2>
${
  reports.length === 0
    ? html`<p>None.</p>`
    : html`<ul>${placesOf(reports).map(
        ({ name, reports: of }) =>
          html`<li>${name}: ${of.length} runs, the latest ${runName(of[of.length - 1])} of ${of[of.length - 1].startedAt.slice(0, 10)}</li>
`,
      )}</ul>`
}
${skippedPart(skipped)}`;
  return { file: "index.html", name: "Overview", content };
}

function results(count: number | undefined): string {
  if (count === undefined) return "";
  return `: ${count} result${count === 1 ? "" : "s"}`;
}

function skippedPart(skipped: readonly string[]): Markup {
  if (skipped.length === 0) return html``;
  return html`<h2>Not shown</h2>
<p>Files of the history that hold no known result:</p>
<ul>${skipped.map(
    (place) => html`<li><code>${place}</code></li>
`,
  )}</ul>`;
}
