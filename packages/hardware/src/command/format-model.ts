import { ruledTable } from "@bnnkit/model";
import type { ExploredFolding } from "../model-estimate/explore-model.ts";
import type { ModelEstimate } from "../model-estimate/model-estimate.ts";
import type { ComparedBuild } from "../published/compare-builds.ts";
import type { PublishedComparison } from "../published-silicon/compare-published.ts";
import { explainModel, explanationRows } from "../report/explain-model.ts";
import { headlineRows, layerRows, processorRows, useRows } from "../report/model-tables.ts";
import { writeFigure, writeNumber } from "../report/write-number.ts";

/** An estimate in tables: in short, of the part, layer by layer with units, and what stays on the processor. */
export function formatModel(estimate: ModelEstimate): string {
  const { model, layers, notes, processor, use } = estimate;
  return paragraphs([
    [model],
    plain(headlineRows(estimate)),
    ...(use.some(({ used }) => used.value > 0) ? [plain(useRows(use), [1, 2, 3])] : []),
    ...(layers.length > 0 ? [ruledTable(layerRows(estimate), [2, 3, 4, 5, 6])] : []),
    ...(processor.length > 0
      ? [["On the processor:", ...plain(processorRows(processor), [2])]]
      : []),
    notes.map((note) => `· ${note}`),
  ]);
}

/** Where each table and picojoule goes, the largest unit first, and what the figures rest on. */
export function formatExplained(estimate: ModelEstimate): string {
  const explanation = explainModel(estimate);
  const rows = explanationRows(explanation, estimate.part.target === "asic");
  return paragraphs([
    [`${estimate.model} on ${estimate.part.name}`],
    plain(rows, [2, 3, 4, 5, 6, 7]),
    explanation.sources.map((source) => `· ${source}`),
  ]);
}

/** Estimates in columns. */
export function formatSideBySide(estimates: readonly ModelEstimate[]): string {
  const columns = estimates.map(
    (estimate) => new Map(headlineRows(estimate).map(([a, b]) => [a, b])),
  );
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))].filter(
    (name) => name !== "what",
  );
  const rows = [
    ["", ...estimates.map(({ model }) => model)],
    ...names.map((name) => [name, ...columns.map((column) => column.get(name) ?? "")]),
  ];
  return paragraphs([plain(rows)]);
}

/** Foldings, the slowest first. */
export function formatExplored(foldings: readonly ExploredFolding[]): string {
  return paragraphs([
    plain(
      [
        ["frames/s", "look-up tables", "block memories", "area, µm²", "pJ", "fits"],
        ...foldings.map(({ framesPerSecond, lut, bram, areaUm2, energyPj, fits }) => [
          ...[framesPerSecond, lut, bram, areaUm2, energyPj].map(({ value }) => writeNumber(value)),
          fits ? "yes" : "no",
        ]),
      ],
      [0, 1, 2, 3, 4],
    ),
  ]);
}

/** Published builds, predicted beside published. */
export function formatBuilds(builds: readonly ComparedBuild[]): string {
  const sources = [...new Set(builds.map(({ published }) => published.provenance.source))];
  const rows = builds.map(({ build, quantity, predicted, published, difference }) => [
    ...[build, quantity, writeFigure(predicted), writeNumber(published.value)],
    percent(difference),
  ]);
  return paragraphs([
    plain([["build", "quantity", "predicted", "published", "difference"], ...rows], [3, 4]),
    sources.map((source) => `published: ${source}`),
  ]);
}

/** Published chips likewise. */
export function formatChips(chips: readonly PublishedComparison[]): string {
  const rows = chips.map(({ chip, quantity, unit, predicted, published, difference, from }) => [
    ...[chip, `${quantity}${unit === "" ? "" : `, ${unit}`}`, writeNumber(predicted)],
    ...[writeNumber(published), percent(difference), from],
  ]);
  return paragraphs([
    plain(
      [["chip", "quantity", "predicted", "published", "difference", "from"], ...rows],
      [2, 3, 4],
    ),
  ]);
}

function percent(part: number): string {
  return `${part < 0 ? "" : "+"}${(100 * part).toFixed(Math.abs(part) < 0.01 ? 2 : 1)} %`;
}

function plain(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] {
  // A rule below the names; the last row is no total.
  const lines = ruledTable(rows, right);
  return [...lines.slice(0, -2), ...lines.slice(-1)];
}

function paragraphs(parts: readonly (readonly string[])[]): string {
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}
