import { formatCount, formatCounts, ruledTable } from "./format-table.ts";
import type { LayerSummary, ModelSummary } from "./summary.ts";
import { formatDomain, type NumbersType } from "./value-type.ts";
import type { Work } from "./work.ts";

const columns = ["layer", "op", "output", "parameters", "bytes", "MACs"] as const;
const numberColumns = [4];

type Row = readonly string[];

/** A summary as a table in plain text, one line per layer, then totals, file and size ratios. */
export function formatSummary(summary: ModelSummary): string {
  const rows = [columns, ...summary.layers.map(layerRow), totalRow(summary)];
  return [
    summary.name,
    ...ruledTable(rows, numberColumns),
    "MACs for a token or a whole map, by the numbers on both sides; n/pair: also n for each pair of a query and a key.",
    ...facts(summary),
    "",
  ].join("\n");
}

function layerRow({ graph, name, op, output, parameters, sizeBytes, work }: LayerSummary): Row {
  return [
    `${graph} · ${name}`,
    op,
    formatType(output),
    formatCounts(parameters),
    formatCount(sizeBytes),
    formatWork(work),
  ];
}

function totalRow({ parameters, file, work }: ModelSummary): Row {
  return [
    "total",
    "",
    "",
    formatCounts(parameters),
    formatCount(file.tensorBytes),
    formatWork(work),
  ];
}

function facts({
  file,
  float32Bytes,
  weights,
  parameterBits,
  binaryMacShare,
  computationEffort,
  ratios,
}: ModelSummary): Row {
  const { headerBytes, tensorBytes, goldenBytes, fileBytes } = file;
  const parts = [
    `${formatCount(headerBytes)} header`,
    `${formatCount(tensorBytes)} tensors`,
    `${formatCount(goldenBytes)} golden examples`,
  ];
  const binary =
    ratios.binaryMatrices === undefined
      ? "no binarized matrices"
      : `binarized matrices alone ${ratios.binaryMatrices.toFixed(2)}× smaller`;
  return [
    `File: ${formatCount(fileBytes)} bytes = ${parts.join(" + ")}.`,
    `Weights: ${formatCount(weights)} of ${formatCount(parameterBits)} bits; as float32 ${formatCount(float32Bytes)} bytes.`,
    `Against float32: whole file ${ratios.wholeFile.toFixed(2)}× smaller, ${binary}.`,
    `Share of MACs with one bit on both sides: ${(100 * binaryMacShare).toFixed(1)} %; MACs times the bits of both sides (ACE): ${formatCount(computationEffort)}.`,
  ];
}

function formatWork({ perRow, perPair }: Work): string {
  return [formatCounts(perRow), formatCounts(perPair, "/pair")].filter(Boolean).join(" + ");
}

function formatType({ domain, features }: NumbersType): string {
  return `${formatDomain(domain)} × ${features}`;
}
