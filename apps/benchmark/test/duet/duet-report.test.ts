import { describe, expect, test } from "vitest";
import { isDuetReport } from "../../src/duet/duet-report.ts";
import { formatDuet } from "../../src/duet/format-duet.ts";
import { isSameKind, keyOf, sameHistoryOf } from "../../src/duet/same-history.ts";
import { countTrials, formatTrials } from "../../src/duet/trials.ts";
import { duetOf, duetRow } from "../dashboard/history-fixture.ts";

const report = duetOf([duetRow, { ...duetRow, shape: "1x1x1", verdict: "unchanged" }]);
const { machine } = report;

describe("the history of the same against the same", () => {
  test("holds runs and reruns of this kind of machine only", () => {
    const other = duetOf([duetRow], { machine: { ...machine, processor: "Other CPU" } });
    const { runs, byRow, all } = sameHistoryOf([report, other, report], machine);
    expect(runs).toBe(2);
    const own = byRow.get(keyOf(duetRow)) ?? [];
    expect(own.map((deviation) => deviation.toFixed(4))).toEqual([
      "0.0100",
      "0.0101",
      "0.0100",
      "0.0101",
    ]);
    expect(all).toHaveLength(8);
  });

  test("another processor, engine or number of cores is another kind", () => {
    expect(isSameKind(machine, { ...machine, loadAverage: 9, memoryBytes: 1 })).toBe(true);
    for (const change of [{ processor: "x" }, { cores: 3 }, { v8: "x" }, { browser: "x" }])
      expect(isSameKind(machine, { ...machine, ...change })).toBe(false);
  });
});

test("as Markdown it shows what changed, and folds the rest away", () => {
  const text = formatDuet(report, "markdown");
  const [title] = text.split("\n");
  expect(title).toBe(
    "HEAD (2222222) against main (1111111): 1 of 2 slower, 0 faster, 0 not repeated",
  );
  const changed = text.indexOf(
    "| w1a1-gemm 2x3x5 bnnkit-wasm, 1 thread | +10.0 % (+9.0 to +11.0) |",
  );
  expect(changed).toBeGreaterThan(0);
  expect(text.indexOf("<details><summary>1 unchanged</summary>")).toBeGreaterThan(changed);
  expect(text).toContain("The same code against itself differed by 1.0 % at most.");
});

test("as JSON it is read again", () => {
  expect(isDuetReport(JSON.parse(formatDuet(report, "json")))).toBe(true);
  expect(isDuetReport({ ...report, rows: [{}] })).toBe(false);
  expect(isDuetReport({ ...report, format: "bnnkit-benchmark" })).toBe(false);
});

test("trials count runs with an alert, and arms", () => {
  const quiet = duetOf([{ ...duetRow, verdict: "unrepeated" }]);
  expect(formatTrials(countTrials([report, quiet, quiet]))).toBe(
    "alerts in 1 of 3 runs; 1 of 4 arms called slower\n",
  );
});
