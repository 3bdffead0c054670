import type { Statistics, Translator } from "@bnnkit/runtime";

/** The kernels of a run as an aligned table: operation, kernel, reason. */
export function formatKernels(reports: ReturnType<Translator["explain"]>): string {
  const header = { operation: "operation", kernel: "kernel", reason: "reason" };
  const rows = [header, ...reports];
  const width = (column: "operation" | "kernel"): number =>
    Math.max(...rows.map((row) => row[column].length));
  const [operationWidth, kernelWidth] = [width("operation"), width("kernel")];
  return rows
    .map(
      ({ operation, kernel, reason }) =>
        `${operation.padEnd(operationWidth)}  ${kernel.padEnd(kernelWidth)}  ${reason}`,
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
