import { describe, expect, test } from "vitest";
import { placeOf, placesOf, runName } from "../../src/dashboard/trend/place.ts";
import { resetsOf } from "../../src/dashboard/trend/reset.ts";
import { geometricMean, trendsOf } from "../../src/dashboard/trend/trend.ts";
import { reportOf, rowOf } from "../report/report-fixture.ts";
import { history, runAt } from "./history-fixture.ts";

const [first, second] = history.reports;

/** Ours at shapes, so many times as fast as the peer at each. */
const reportAt = (ratios: Readonly<Record<string, number>>) =>
  reportOf(
    Object.entries(ratios).flatMap(([shape, ratio]) => [
      rowOf("ours", [1], { shape }),
      rowOf("peer", [ratio], { shape }),
    ]),
  );

describe("trendsOf", () => {
  test("has a line for each arm and peer, a point for each run", () => {
    const trends = trendsOf([first, second], { shapes: "all" });
    expect(
      trends.map(({ arm, peer, points }) => [
        arm,
        peer,
        ...points.map(({ ratio }) => Math.round(ratio)),
      ]),
    ).toEqual([
      ["bnnkit-wasm", "peer-float", 8, 16],
      ["bnnkit-wasm", "peer-int8", 2, 4],
    ]);
    expect(trends[0]?.shapes).toEqual(["2x3x5", "7x11x13"]);
  });

  test("a point is the geometric mean over the shapes", () => {
    const [trend] = trendsOf([reportAt({ a: 2, b: 8 })], { shapes: "all" });
    expect(trend?.points[0]?.ratio).toBeCloseTo(4, 12);
  });

  test("a run that lacks a shape of the latest has no point; one with more is taken at those", () => {
    const reports = [
      reportAt({ a: 2 }),
      reportAt({ a: 2, b: 8, c: 99 }),
      reportAt({ a: 4, b: 16 }),
    ];
    const [trend] = trendsOf(reports, { shapes: "all" });
    expect(trend?.shapes).toEqual(["a", "b"]);
    expect(trend?.points.map(({ run }) => run)).toEqual([1, 2]);
    expect(trend?.points.map(({ ratio }) => Math.round(ratio))).toEqual([4, 8]);
  });

  test("shapes may have a line each", () => {
    const trends = trendsOf([reportAt({ a: 2, b: 8 })], { shapes: "each" });
    expect(
      trends.map(({ shapes, points }) => [shapes[0], Math.round(points[0]?.ratio ?? 0)]),
    ).toEqual([
      ["a", 2],
      ["b", 8],
    ]);
  });

  test("the interval holds the point", () => {
    for (const { points } of trendsOf(history.reports, { shapes: "all" })) {
      for (const { lower, ratio, upper } of points) {
        expect(lower).toBeLessThanOrEqual(ratio);
        expect(upper).toBeGreaterThanOrEqual(ratio);
      }
    }
  });

  test("no reports, no lines", () => {
    expect(trendsOf([], { shapes: "all" })).toEqual([]);
  });
});

test("the geometric mean of 2 and 8 is 4", () => {
  expect(geometricMean([2, 8])).toBeCloseTo(4, 12);
});

describe("places", () => {
  test("are a processor, its cores and the engine's main version", () => {
    const { machine } = first;
    expect(placeOf(machine)).toBe("Some CPU, 2 cores, Node 20");
    expect(placeOf({ ...machine, node: "20.20.1" })).toBe("Some CPU, 2 cores, Node 20");
    expect(placeOf({ ...machine, browser: "Chromium 131.0.1" })).toBe(
      "Some CPU, 2 cores, Chromium 131",
    );
  });

  test("put reports of the same kind of machine together", () => {
    expect(placesOf(history.reports).map(({ name, reports }) => [name, reports.length])).toEqual([
      ["Some CPU, 2 cores, Node 20", 3],
      ["Some CPU, 2 cores, Chromium 131", 1],
    ]);
  });

  test("a run is called by its commit or its day", () => {
    expect(runName(first)).toBe("aaaaaaa");
    expect(runName({ startedAt: "2026-01-02T03:04:05.678Z" })).toBe("2026-01-02");
  });
});

describe("resetsOf", () => {
  const at = (versions: Record<string, string>) => runAt("a", "2026-01-01", [1, 1], { versions });

  test("names what changed, and from which run on", () => {
    const reports = [at({ peer: "1" }), at({ peer: "1" }), at({ peer: "2" }), at({ peer: "2" })];
    expect(resetsOf(reports)).toEqual([{ run: 2, reasons: ["peer 1 → 2"] }]);
  });

  test("a peer that a run did not measure has not changed, nor has our own version", () => {
    expect(resetsOf([at({ peer: "1" }), at({ "@bnnkit/core": "1" }), at({ peer: "1" })])).toEqual(
      [],
    );
    expect(resetsOf([at({ "@bnnkit/core": "1" }), at({ "@bnnkit/core": "2" })])).toEqual([]);
  });

  test("another Node is one", () => {
    const { machine } = first;
    const reports = [first, { ...first, machine: { ...machine, node: "20.20.0" } }];
    expect(resetsOf(reports)).toEqual([{ run: 1, reasons: ["Node 20.19.0 → 20.20.0"] }]);
  });
});
