import type { Statistics, Translator } from "@bnnkit/runtime";

/** The kernels of a run as an aligned table: operation, kernel, shape, reason. */
export function formatKernels(reports: ReturnType<Translator["explain"]>): string {
  const header = { operation: "operation", kernel: "kernel", shape: "shape", reason: "reason" };
  const rows = [header, ...reports];
  const columns = ["operation", "kernel", "shape"] as const;
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      [...columns.map((column, i) => row[column].padEnd(widths[i])), row.reason].join("  "),
    )
    .join("\n");
}

/** Speed and memory of a run in two lines. */
export function formatStatistics(statistics: Statistics, residentBytes: number): string {
  const { sentences, generatedTokens, tokensPerSecond, encodeMilliseconds, decodeMilliseconds } =
    statistics;
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [
    `${sentences} sentences, ${generatedTokens} tokens, ${tokensPerSecond.toFixed(0)} tokens/s ` +
      `(encoding ${encodeMilliseconds.toFixed(0)} ms, decoding ${decodeMilliseconds.toFixed(0)} ms)`,
    `weights ${mebibytes(statistics.weightBytes)}, most memory used by the model ` +
      `${mebibytes(statistics.peakBytes)}, whole process ${mebibytes(residentBytes)}`,
  ].join("\n");
}
