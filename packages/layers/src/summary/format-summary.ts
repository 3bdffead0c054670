import { formatCount, formatCounts, ruledTable } from "@bnnkit/model";
import type { NetworkCounts, NetworkLayerSummary, NetworkSummary } from "./summary.ts";

const columns = [
  "layer",
  "class",
  "bits",
  "output",
  "parameters",
  "bytes",
  "binary MACs",
  "integer MACs",
  "float MACs",
] as const;
const numberColumns = [5, 6, 7, 8];

/** A summary as a table in plain text, one line per layer, then totals and what cannot be packed. */
export function formatSummary(summary: NetworkSummary): string {
  const { name, layers, total } = summary;
  const rows = [columns, ...layers.map(layerRow), ["total", "", "", "", ...countCells(total)]];
  return [
    name,
    ...ruledTable(rows, numberColumns),
    "bits: of a number of the input × of the kernel. MACs for one input of the network.",
    ...facts(total),
    ...layers.flatMap(({ refusal }) => (refusal === undefined ? [] : [`Not packed: ${refusal}.`])),
    "",
  ].join("\n");
}

function layerRow(layer: NetworkLayerSummary): readonly string[] {
  const { name, className, inputBits, kernelBits, outputShape } = layer;
  return [
    name,
    className,
    kernelBits.map((bits, i) => `${inputBits[i]}×${bits}`).join(", "),
    outputShape.slice(1).map(String).join("×"),
    ...countCells(layer),
  ];
}

function countCells({ parameters, sizeBytes, macKinds }: NetworkCounts): readonly string[] {
  const { binary, integer, float } = macKinds;
  return [
    formatCounts(parameters),
    ...[sizeBytes, binary, integer, float].map((count) => (count === 0 ? "" : formatCount(count))),
  ];
}

function facts(total: NetworkCounts): readonly string[] {
  const { weights, sizeBytes, float32Bytes, macKinds, computationEffort } = total;
  const ratio = sizeBytes === 0 ? "" : `, ${(float32Bytes / sizeBytes).toFixed(2)}× as many`;
  return [
    `Weights: ${formatCount(weights)}; as float32 ${formatCount(float32Bytes)} bytes${ratio}.`,
    `Share of MACs with one bit on both sides: ${(100 * macKinds.binaryShare).toFixed(1)} %; MACs times the bits of both sides (ACE): ${formatCount(computationEffort)}.`,
  ];
}
