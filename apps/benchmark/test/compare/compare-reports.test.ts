import { describe, expect, test } from "vitest";
import { compareReports } from "../../src/compare/compare-reports.ts";
import { reportOf, rowOf } from "../report/report-fixture.ts";

/** A report in which ours is so many times as fast as its peers; every time is `slowness` times as long. */
const reportWith = (ratio: number, slowness = 1) =>
  reportOf([
    rowOf("ours", [slowness]),
    rowOf("peer", [ratio * slowness]),
    rowOf("other-peer", [3 * slowness]),
  ]);

const verdicts = (before: number, after: number, maxRegression = 0.1) =>
  Object.fromEntries(
    compareReports(reportWith(before), reportWith(after), { maxRegression }).changes.map(
      ({ peer, verdict }) => [peer, verdict],
    ),
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
    const { changes } = compareReports(reportWith(10), reportWith(10, 7), { maxRegression: 0 });
    expect(changes.map(({ verdict }) => verdict)).toEqual(["unchanged", "unchanged"]);
  });

  test("the worst change comes first, with both ratios", () => {
    const { changes } = compareReports(reportWith(10), reportWith(5), { maxRegression: 0.1 });
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
    const { changes } = compareReports(reportWith(10), reportWith(1), { maxRegression: 0.1 });
    expect(new Set(changes.map(({ arm }) => arm))).toEqual(new Set(["ours"]));
  });

  test("one peer can be asked for, and processor time", () => {
    const options = { maxRegression: 0.1, peer: "peer", cpu: true };
    const { changes } = compareReports(reportWith(10), reportWith(20), options);
    expect(changes.map(({ peer, after }) => [peer, after])).toEqual([["peer", 20]]);
  });

  test("ratios that are not measured again are named; new ones are nothing to compare", () => {
    const without = reportOf([rowOf("ours", [1]), rowOf("peer", [10])]);
    expect(compareReports(reportWith(10), without, { maxRegression: 0.1 }).missing).toEqual([
      "w1a1-gemm 2x3x5 ours / other-peer, 1",
    ]);
    expect(compareReports(without, reportWith(10), { maxRegression: 0.1 }).missing).toEqual([]);
  });
});
