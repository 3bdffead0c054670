import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatReport, type ReportFormat, reportFormats } from "../../src/report/format-report.ts";
import { planKernels } from "../../src/run-kernels.ts";
import { reportOf, rowOf } from "./report-fixture.ts";

const report = reportOf(
  [
    rowOf("ours", [2]),
    rowOf("peer", [30]),
    rowOf("ours", [1], { threads: 2 }),
    rowOf("ours", [0.001234], { shape: "7x3x5" }),
  ],
  {
    absent: [
      { op: "w1a1-gemm", arm: "c|peer", shape: "2x3x5", threads: 1, reason: "no gcc\non the PATH" },
      { op: "w1a1-gemm", arm: "c|peer", shape: "7x3x5", threads: 1, reason: "no gcc\non the PATH" },
    ],
  },
);

const files: Readonly<Record<ReportFormat, string>> = {
  table: "table.txt",
  markdown: "markdown.md",
  json: "report.json",
  "github-action-benchmark": "github-action-benchmark.json",
  bencher: "bencher.json",
};

describe("each format is as its golden file", () => {
  test.each(reportFormats)("%s", (format) => {
    const golden = new URL(`./golden/${files[format]}`, import.meta.url);
    expect(formatReport(report, format)).toBe(readFileSync(golden, "utf8"));
  });
});

test("github-action-benchmark: a list of entries with name, unit and value, ratios only", () => {
  const entries: unknown[] = JSON.parse(formatReport(report, "github-action-benchmark"));
  expect(entries).toEqual([
    {
      name: "w1a1-gemm 2x3x5 ours / peer, 1 thread",
      unit: "×",
      value: 30 / 2,
      extra: "ours: 2 ms",
    },
  ]);
});

test("Bencher Metric Format: measures by benchmark, nanoseconds for latency", () => {
  const metrics = JSON.parse(formatReport(report, "bencher"));
  expect(metrics["w1a1-gemm 2x3x5 ours, 1 thread"]).toEqual({
    latency: { value: 2e6, lower_value: 2e6, upper_value: 2e6 },
    throughput: { value: 60_000_000 / 0.002 },
    "ratio-peer": { value: 30 / 2 },
  });
  expect(Object.keys(metrics)).toHaveLength(report.rows.length);
});

test("where a browser's clock did not move, no measure of either is null, which both tools refuse", () => {
  const rows = report.rows.map((row) => ({
    ...row,
    operationsPerSecond: Number.POSITIVE_INFINITY,
    ratios: Object.fromEntries(Object.keys(row.ratios).map((peer) => [peer, Number.NaN])),
  }));
  expect(JSON.parse(formatReport({ ...report, rows }, "github-action-benchmark"))).toEqual([]);
  const metrics = JSON.parse(formatReport({ ...report, rows }, "bencher"));
  for (const measures of Object.values(metrics))
    expect(Object.keys(measures ?? {})).toEqual(["latency"]);
});

test("Bencher takes the names: benchmarks of at most 1,024 characters, measures of at most 64", () => {
  const plans = planKernels({ filter: "", isQuick: false, threadCounts: [64] }, "node");
  for (const { case: of, entries } of [...plans, ...planKernels(quick, "browser")]) {
    for (const { contender } of entries) {
      expect(`${of.op} ${of.shape} ${contender.name}, 64 threads`.length).toBeLessThanOrEqual(1024);
      expect(`ratio-${contender.name}`.length).toBeLessThanOrEqual(64);
    }
  }
});

const quick = { filter: "", isQuick: true, threadCounts: [1] };

test("tables show memory where it was measured, that of peers beside it", () => {
  const memory = {
    kind: "measured",
    modelBytes: 2 * 2 ** 20,
    tokenizerBytes: 2 ** 19,
    arenaPeakBytes: 3 * 2 ** 20,
    peakBytes: 90 * 2 ** 20,
    emptyProcessPeakBytes: 40 * 2 ** 20,
    peakAboveEmptyBytes: 50 * 2 ** 20,
    peers: {
      peer: { modelBytes: 2 ** 20, peakBytes: 240 * 2 ** 20, peakAboveEmptyBytes: 200 * 2 ** 20 },
    },
  } as const;
  const text = formatReport({ ...report, memory });
  expect(text).toMatch(/model and tokenizer files +2\.5 MiB\n/);
  expect(text).toMatch(/ above the empty process +50\.0 MiB\n/);
  expect(text).toMatch(/peer: above the empty process +200\.0 MiB\n/);
  expect(text).toMatch(/peer: × this +4\.00\n/);
});

test("a browser stands in Node's place", () => {
  const machine = { ...report.machine, browser: "Chromium 140.0" };
  expect(formatReport({ ...report, machine })).toMatch(/^Some CPU, .*, Chromium 140\.0, load/);
});
