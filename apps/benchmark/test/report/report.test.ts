import { describe, expect, test } from "vitest";
import { formatReport } from "../../src/report/format-report.ts";
import { describeMachine } from "../../src/report/machine.ts";
import { addRatios, type BenchmarkReport, createRow, ownVersion } from "../../src/report/report.ts";

const rowOf = (arm: string, milliseconds: readonly number[], shape = "2x3x5") =>
  createRow({
    op: "w1a1-gemm",
    arm,
    shape,
    threads: 1,
    runsPerSample: 4,
    milliseconds,
    cpuMilliseconds: milliseconds.map((time) => time / 4),
    operations: 60_000_000,
  });

const reportOf = (rows: BenchmarkReport["rows"]): BenchmarkReport => ({
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
  rows,
});

test("a row summarizes samples", () => {
  expect(rowOf("ours", [3, 1, 2, 4, 5])).toEqual({
    kind: "measured",
    op: "w1a1-gemm",
    arm: "ours",
    shape: "2x3x5",
    threads: 1,
    samples: 5,
    runsPerSample: 4,
    medianMilliseconds: 3,
    lowerQuartileMilliseconds: 2,
    upperQuartileMilliseconds: 4,
    medianCpuMilliseconds: 3 / 4,
    operationsPerSecond: 60_000_000 / (3 / 1000),
    ratios: {},
    cpuRatios: {},
  });
});

describe("ratios", () => {
  const rows = [rowOf("ours", [2]), rowOf("peer", [30]), rowOf("other-peer", [5])];

  test("say how many times faster than each peer", () => {
    const [ours, peer, other] = addRatios(rows, new Set(["peer", "other-peer"]));
    expect(ours?.ratios).toEqual({ peer: 30 / 2, "other-peer": 5 / 2 });
    expect(peer?.ratios).toEqual({ "other-peer": 5 / 30 });
    expect(other?.ratios).toEqual({ peer: 30 / 5 });
  });

  test("are told of processor time apart", () => {
    const waiting = { ...rowOf("ours", [2]), medianCpuMilliseconds: 1 };
    const [ours] = addRatios([waiting, rowOf("peer", [30])], new Set(["peer"]));
    expect(ours?.ratios).toEqual({ peer: 30 / 2 });
    expect(ours?.cpuRatios).toEqual({ peer: 30 / 4 / 1 });
  });

  test("are absent where no peer was measured", () => {
    expect(addRatios(rows, new Set()).map(({ ratios }) => ratios)).toEqual([{}, {}, {}]);
  });
});

describe("the report for people", () => {
  const rows = addRatios([rowOf("ours", [2]), rowOf("peer", [30])], new Set(["peer"]));

  test("names machine and versions, and has a table for each shape", () => {
    const other = rowOf("ours", [0.001234], "7x3x5");
    expect(formatReport(reportOf([...rows, other])).split("\n")).toEqual([
      "Some CPU, 2 cores, linux 6 x64, Node 20.19.0, load 0.3",
      "@bnnkit/benchmark 0.1.0, peer 4.22.0",
      "",
      "w1a1-gemm 2x3x5, 1 thread",
      "         median ms   quartiles ms   cpu ms     op/s   × peer (cpu)",
      "  ours        2.00    2.00 … 2.00    0.500   30.0 G    15.0 (15.0)",
      "  peer        30.0    30.0 … 30.0     7.50   2.00 G",
      "",
      "w1a1-gemm 7x3x5, 1 thread",
      "         median ms        quartiles ms     cpu ms     op/s",
      "  ours     0.00123   0.00123 … 0.00123   0.000309   48.6 T",
      "",
    ]);
  });

  test("shows memory where it was measured", () => {
    const memory = {
      kind: "measured",
      modelBytes: 2 * 2 ** 20,
      tokenizerBytes: 2 ** 19,
      arenaPeakBytes: 3 * 2 ** 20,
      peakBytes: 90 * 2 ** 20,
      emptyProcessPeakBytes: 40 * 2 ** 20,
      peakAboveEmptyBytes: 50 * 2 ** 20,
    } as const;
    const text = formatReport({ ...reportOf(rows), memory });
    expect(text).toMatch(/model and tokenizer files +2\.5 MiB\n/);
    expect(text).toMatch(/above the empty process +50\.0 MiB\n/);
  });
});

test("the machine is described with what a reader needs", () => {
  const machine = describeMachine();
  expect(machine.node).toBe(process.versions.node);
  expect(machine.cores).toBeGreaterThanOrEqual(1);
  expect(machine.memoryBytes).toBeGreaterThan(2 ** 20);
  expect(machine.loadAverage).toBeGreaterThanOrEqual(0);
  expect(machine.processor).not.toBe("");
});

test("the report names this package", () => {
  expect(ownVersion()).toEqual({ "@bnnkit/benchmark": expect.stringMatching(/^\d+\.\d+\.\d+/) });
});
