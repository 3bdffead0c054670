import { describe, expect, test } from "vitest";
import { compareReports, peersOf } from "../../src/compare/compare-reports.ts";
import type { BenchmarkReport } from "../../src/report/report.ts";
import { reportOf, rowOf } from "../report/report-fixture.ts";

/** A report in which ours is so many times as fast as its peers; every time is `slowness` times as long. */
const reportWith = (ratio: number, slowness = 1) =>
  reportOf([
    rowOf("ours", [slowness]),
    rowOf("peer", [ratio * slowness]),
    rowOf("other-peer", [3 * slowness]),
  ]);

const twice = (report: BenchmarkReport): BenchmarkReport[] => [report, report];

const verdicts = (before: number, after: number, maxRegression = 0.1) =>
  Object.fromEntries(
    compareReports(twice(reportWith(before)), twice(reportWith(after)), {
      maxRegression,
    }).changes.map(({ peer, verdict }) => [peer, verdict]),
  );

describe("compareReports", () => {
  test.each([
    [10, 10, "unchanged"],
    [10, 9, "unchanged"],
    [10, 8.9, "regressed"],
    [10, 11.5, "improved"],
    [0.5, 0.4, "regressed"],
  ] as const)("from %d to %d times as fast is %s", (before, after, verdict) => {
    expect(verdicts(before, after)).toEqual({ peer: verdict, "other-peer": "unchanged" });
  });

  test("what is allowed decides", () => {
    expect(verdicts(10, 8.9, 0.2).peer).toBe("unchanged");
    expect(verdicts(10, 9.9, 0).peer).toBe("regressed");
  });

  test("a slower machine is no regression, since times are not compared", () => {
    const { changes } = compareReports(twice(reportWith(10)), twice(reportWith(10, 7)), {
      maxRegression: 0,
    });
    expect(changes.map(({ verdict }) => verdict)).toEqual(["unchanged", "unchanged"]);
  });

  test("the worst change comes first, with both ratios", () => {
    const { changes } = compareReports(twice(reportWith(10)), twice(reportWith(5)), {
      maxRegression: 0.1,
    });
    expect(changes[0]).toEqual({
      op: "w1a1-gemm",
      shape: "2x3x5",
      arm: "ours",
      peer: "peer",
      threads: 1,
      before: 10,
      after: 5,
      change: 5 / 10 - 1,
      verdict: "regressed",
    });
  });

  test("peers against each other do not count", () => {
    const { changes } = compareReports(twice(reportWith(10)), twice(reportWith(1)), {
      maxRegression: 0.1,
    });
    expect(new Set(changes.map(({ arm }) => arm))).toEqual(new Set(["ours"]));
  });

  test("one peer can be asked for, and processor time", () => {
    const options = { maxRegression: 0.1, peer: "peer", cpu: true };
    const { changes } = compareReports(twice(reportWith(10)), twice(reportWith(20)), options);
    expect(changes.map(({ peer, after }) => [peer, after])).toEqual([["peer", 20]]);
  });

  test("ratios that are not measured again are named; new ones are nothing to compare", () => {
    const without = reportOf([rowOf("ours", [1]), rowOf("peer", [10])]);
    expect(
      compareReports(twice(reportWith(10)), twice(without), { maxRegression: 0.1 }).missing,
    ).toEqual(["w1a1-gemm 2x3x5 ours / other-peer, 1"]);
    expect(
      compareReports(twice(without), twice(reportWith(10)), { maxRegression: 0.1 }).missing,
    ).toEqual([]);
  });

  test("one report a side shows a change and decides nothing", () => {
    const [one, two] = [[reportWith(10)], twice(reportWith(10))];
    const [less, more] = [reportWith(8), reportWith(12)];
    const verdictOf = (old: BenchmarkReport[], current: BenchmarkReport[]) =>
      compareReports(old, current, { maxRegression: 0.1 }).changes.find(
        ({ peer }) => peer === "peer",
      )?.verdict;
    expect(verdictOf(one, [less])).toBe("undecided");
    expect(verdictOf(two, [less])).toBe("undecided");
    expect(verdictOf(one, twice(more))).toBe("undecided");
    expect(verdictOf(two, twice(less))).toBe("regressed");
    expect(verdictOf(one, [reportWith(9.5)])).toBe("unchanged");
  });

  test("quartiles that overlap are no change, however far the medians are apart", () => {
    const report = (own: readonly number[]) => reportOf([rowOf("ours", own), rowOf("peer", [10])]);
    const options = { maxRegression: 0.1 };
    const verdictOf = (before: readonly number[], after: readonly number[]) =>
      compareReports(twice(report(before)), twice(report(after)), options).changes[0]?.verdict;
    // Quartiles of ours: 1 … 1.5 before; 1.5 … 2 or 1.8 … 2 after.
    expect(verdictOf([1, 1, 2], [1, 2, 2])).toBe("unchanged");
    expect(verdictOf([1, 1, 2], [1.6, 2, 2])).toBe("regressed");
    expect(verdictOf([1.6, 2, 2], [1, 1, 2])).toBe("improved");
  });

  test("the reports of a side count together: median for the ratio, extremes for its interval", () => {
    const reports = (...ratios: number[]) => ratios.map((ratio) => reportWith(ratio));
    const options = { maxRegression: 0.1, peer: "peer" };
    const [change] = compareReports(reports(9, 10, 11), reports(7, 8, 8.5), options).changes;
    expect(change).toMatchObject({ before: 10, after: 8, verdict: "regressed" });
    const [touching] = compareReports(reports(9, 10, 11), reports(7, 8, 9), options).changes;
    expect(touching).toMatchObject({ after: 8, verdict: "unchanged" });
  });

  test("times too short for the clock have no ratio", () => {
    const none = reportOf([rowOf("ours", [0]), rowOf("peer", [0])]);
    expect(none.rows[0]?.ratios).toEqual({ peer: Number.NaN });
    expect(compareReports(twice(none), twice(none), { maxRegression: 0.1 })).toEqual({
      changes: [],
      missing: [],
    });
  });

  test("peersOf names each peer once", () => {
    expect(peersOf(twice(reportWith(10)))).toEqual(["other-peer", "peer"]);
  });
});
