import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatReport, type ReportFormat, reportFormats } from "../../src/report/format-report.ts";
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
