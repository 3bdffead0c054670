import type { BenchmarkReport } from "../../src/report/report.ts";
import { addRatios, type BenchmarkRow, createRow } from "../../src/report/row.ts";

/** A row with the same samples for every kind of time. */
export function rowOf(
  arm: string,
  milliseconds: readonly number[],
  change: { readonly shape?: string; readonly threads?: number; readonly isPeer?: boolean } = {},
): BenchmarkRow {
  const { shape = "2x3x5", threads = 1, isPeer = arm.includes("peer") } = change;
  return createRow({
    op: "w1a1-gemm",
    arm,
    isPeer,
    shape,
    origin: "some model",
    threads,
    runsPerSample: 4,
    milliseconds,
    cpuMilliseconds: milliseconds.map((time) => time / 4),
    coldMilliseconds: milliseconds.map((time) => 2 * time),
    prepareMilliseconds: 8,
    firstRunMilliseconds: 16,
    operations: 60_000_000,
  });
}

/** A report of rows, whose ratios are added. */
export function reportOf(
  rows: readonly BenchmarkRow[],
  change: Partial<BenchmarkReport> = {},
): BenchmarkReport {
  return {
    format: "bnnkit-benchmark",
    formatVersion: 1,
    command: "kernels",
    startedAt: "2026-01-02T03:04:05.678Z",
    settings: { quick: true },
    machine: {
      processor: "Some CPU",
      cores: 2,
      memoryBytes: 2 ** 34,
      system: "linux 6 x64",
      loadAverage: 0.25,
      node: "20.19.0",
      v8: "11.3",
    },
    versions: { "@bnnkit/benchmark": "0.1.0", peer: "4.22.0" },
    rows: addRatios(rows),
    absent: [],
    ...change,
  };
}
