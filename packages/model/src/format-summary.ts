import type { LayerSummary, ModelSummary, ParameterCounts } from "./summary.ts";
import { formatDomain, type NumbersType } from "./value-type.ts";
import type { Macs, Work } from "./work.ts";

const columns = ["layer", "op", "output", "parameters", "bytes", "MACs"] as const;
const numberColumn = 4;

type Row = readonly string[];

/** A summary as a table in plain text, one line per layer, then totals, file and size ratios. */
export function formatSummary(summary: ModelSummary): string {
  const rows = [columns, ...summary.layers.map(layerRow), totalRow(summary)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const lines = rows.map((row) => formatRow(row, widths));
  return [
    summary.name,
    lines[0],
    rule,
    ...lines.slice(1, -1),
    rule,
    lines[lines.length - 1],
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
    formatParameters(parameters),
    formatCount(sizeBytes),
    formatWork(work),
  ];
}

function totalRow({ parameters, file, work }: ModelSummary): Row {
  return [
    "total",
    "",
    "",
    formatParameters(parameters),
    formatCount(file.tensorBytes),
    formatWork(work),
  ];
}

function facts({ file, float32Bytes, parameterBits, binaryMacShare, ratios }: ModelSummary): Row {
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
    `Parameters: ${formatCount(parameterBits)} bits; as float32 ${formatCount(float32Bytes)} bytes.`,
    `Against float32: whole file ${ratios.wholeFile.toFixed(2)}× smaller, ${binary}.`,
    `Share of MACs with one bit on both sides: ${(100 * binaryMacShare).toFixed(1)} %.`,
  ];
}

function formatParameters(parameters: ParameterCounts): string {
  return Object.entries(parameters)
    .map(([digit, count]) => `${formatCount(count)} ${digit}`)
    .join(" + ");
}

function formatWork({ perRow, perPair }: Work): string {
  return [formatMacs(perRow, ""), formatMacs(perPair, "/pair")].filter(Boolean).join(" + ");
}

function formatMacs(macs: Macs, per: string): string {
  return Object.entries(macs)
    .map(([pair, count]) => `${formatCount(count)}${per} ${pair}`)
    .join(" + ");
}

function formatType({ domain, features }: NumbersType): string {
  return `${formatDomain(domain)} × ${features}`;
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

function formatRow(row: Row, widths: readonly number[]): string {
  return row
    .map((cell, column) =>
      column === numberColumn ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    )
    .join("  ")
    .trimEnd();
}
