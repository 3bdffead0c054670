import type { LayerEstimate, ModelEstimate } from "../model-estimate/model-estimate.ts";
import { headlineRows, layerRows, processorRows, useRows } from "./model-tables.ts";
import { loadPlotter } from "./plot-svg.ts";
import { stagePlot } from "./stage-plots.ts";

/** An estimate as one HTML file with tables and plots, light or dark as its reader's system is; it loads nothing. */
export async function modelReport(estimate: ModelEstimate): Promise<string> {
  const { model, part, layers, notes, processor, use } = estimate;
  const title = `${model} on ${part.name}`;
  const plots = layers.length === 0 ? [] : await plotsOf(estimate);
  const body = [
    `<h1>${escaped(title)}</h1>`,
    list(notes),
    section("In short", table(headlineRows(estimate))),
    use.length === 0 ? "" : section("Of the part", table(useRows(use))),
    layers.length === 0 ? "" : section("Layers", table(layerRows(estimate))),
    ...plots.map(({ heading, svg }) => section(heading, `<figure>${svg}</figure>`)),
    processor.length === 0 ? "" : section("On the processor", table(processorRows(processor))),
  ];
  return page(title, body.filter((part) => part !== "").join("\n"));
}

async function plotsOf(
  estimate: ModelEstimate,
): Promise<readonly { readonly heading: string; readonly svg: string }[]> {
  const plotter = await loadPlotter();
  const isAsic = estimate.part.target === "asic";
  const size = isAsic
    ? { label: "gate equivalents", of: (stage: Stage) => stage.areaGe.value }
    : { label: "look-up tables", of: (stage: Stage) => stage.lut.value };
  const energy = { label: "energy, pJ", of: (stage: Stage) => stage.energyPj.value };
  return [
    { heading: "Where each table or gate goes", svg: stagePlot(plotter, estimate, size) },
    { heading: "Where each picojoule goes", svg: stagePlot(plotter, estimate, energy) },
  ];
}

type Stage = LayerEstimate["stages"][number];

function section(heading: string, content: string): string {
  return `<section><h2>${escaped(heading)}</h2>${content}</section>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0
    ? ""
    : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
}

/** The first row is the names of columns. */
function table([names, ...rows]: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((row) => cells(row, "td")).join("\n");
  return `<div class="wide"><table><thead>${cells(names, "th")}</thead><tbody>${body}</tbody></table></div>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const style = `:root{color-scheme:light dark;--line:#d0d7de;--ink:#1f2328;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--line:#30363d;--ink:#e6edf3;--paper:#0d1117}}
body{margin:2rem auto;max-width:60rem;padding:0 1rem;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
.wide,figure{overflow-x:auto;margin:0}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td{white-space:pre}td:last-child{white-space:normal}svg{max-width:100%;height:auto;background:none;font:11px system-ui,sans-serif}`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<body>
${body}
</body>
</html>
`;
}
