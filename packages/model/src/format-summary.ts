import type { MacCounts, NodeMacs } from "./mac-counts.ts";
import type { LayerSummary, ModelSummary } from "./summary.ts";
import type { ValueShape } from "./value-shape.ts";

const columns = [
  "layer",
  "op",
  "output",
  "1-bit",
  "int8",
  "float32",
  "bytes",
  "binary MACs",
  "int8 MACs",
  "float MACs",
] as const;
const textColumns = 3;

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
    "MACs per token; +n/pair: also n for each pair of a query and a key.",
    ...facts(summary),
    "",
  ].join("\n");
}

function layerRow(layer: LayerSummary): Row {
  const { oneBit, int8, float32 } = layer.parameters;
  return [
    `${layer.graph} · ${layer.name}`,
    layer.op,
    formatShape(layer.output),
    ...[oneBit, int8, float32, layer.sizeBytes].map(formatCount),
    ...macCells(layer.macs),
  ];
}

function totalRow({ parameters, file, macs }: ModelSummary): Row {
  const { oneBit, int8, float32 } = parameters;
  return [
    "total",
    "",
    "",
    ...[oneBit, int8, float32, file.tensorBytes].map(formatCount),
    ...macCells(macs),
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
    `Binary share of the MACs per token: ${(100 * binaryMacShare).toFixed(1)} %.`,
  ];
}

function macCells({ perToken, perTokenPair }: NodeMacs): Row {
  return [
    formatMacs(perToken, perTokenPair, "binaryMacs"),
    formatMacs(perToken, perTokenPair, "int8Macs"),
    formatMacs(perToken, perTokenPair, "floatMacs"),
  ];
}

function formatMacs(perToken: MacCounts, perPair: MacCounts, key: keyof MacCounts): string {
  const pair = perPair[key] === 0 ? "" : `+${formatCount(perPair[key])}/pair`;
  return perToken[key] === 0 && pair !== "" ? pair : `${formatCount(perToken[key])}${pair}`;
}

function formatShape(shape: ValueShape): string {
  switch (shape.kind) {
    case "tokens":
      return `${shape.positions}`;
    case "features":
      return `${shape.positions} × ${shape.features}`;
    case "logits":
      return `${shape.positions} × ${shape.vocabularySize}`;
    default:
      return shape satisfies never;
  }
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

function formatRow(row: Row, widths: readonly number[]): string {
  return row
    .map((cell, column) =>
      column < textColumns ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    .join("  ")
    .trimEnd();
}
