import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { estimateRatio } from "../../src/duet/ratio-estimate.ts";

const times = (length: number): number[] => Array.from({ length }, (_, i) => 1 + (i % 7) / 10);

/** Pairs of times between a microsecond and a second. */
const pairs = fc.array(
  fc.tuple(
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  ),
  { minLength: 1, maxLength: 25 },
);

describe("estimateRatio", () => {
  test("takes the median of the pairs' ratios, each pair by itself", () => {
    // Ratios 2, 4, 1 in spite of times that differ by far.
    const { ratio, pairs: count } = estimateRatio([1, 100, 7], [2, 400, 7]);
    expect(ratio).toBeCloseTo(2, 12);
    expect(count).toBe(3);
  });

  test("of an even number of pairs it lies at the geometric mean of the middle two", () => {
    expect(estimateRatio([1, 1], [2, 8]).ratio).toBeCloseTo(4, 12);
  });

  test("one pair has an interval without a width", () => {
    const { ratio, lower, upper } = estimateRatio([2], [3]);
    expect([lower, upper]).toEqual([ratio, ratio]);
    expect(ratio).toBeCloseTo(1.5, 12);
  });

  test("a common slowness of both goes out", () => {
    const base = times(21);
    const { ratio, lower, upper } = estimateRatio(
      base,
      base.map((time) => 1.1 * time),
    );
    for (const value of [ratio, lower, upper]) expect(value).toBeCloseTo(1.1, 12);
  });

  test("a minority of pairs that something hit does not move it", () => {
    const base = times(21);
    const after = base.map((time, i) => (i < 4 ? 50 * time : time));
    const { ratio, upper } = estimateRatio(base, after);
    expect(ratio).toBeCloseTo(1, 12);
    expect(upper).toBeCloseTo(1, 12);
  });

  test("is the same each time", () => {
    const after = times(30).reverse();
    expect(estimateRatio(times(30), after)).toEqual(estimateRatio(times(30), after));
  });

  test.each([
    [[], [], "at least one, got 0 and 0"],
    [[1], [1, 2], "got 1 and 2"],
    [[0], [1], "got 0"],
    [[1], [Number.NaN], "got NaN"],
    [[1], [Number.POSITIVE_INFINITY], "got Infinity"],
  ])("%j and %j are refused", (before, after, message) => {
    expect(() => estimateRatio(before, after)).toThrow(message);
  });

  property.prop([pairs], { numRuns: 15 })(
    "the interval holds the estimate and lies within the pairs",
    (of) => {
      const ratios = of.map(([before, after]) => after / before);
      const { ratio, lower, upper } = estimateRatio(
        of.map(([before]) => before),
        of.map(([, after]) => after),
      );
      expect(lower).toBeLessThanOrEqual(ratio);
      expect(upper).toBeGreaterThanOrEqual(ratio);
      expect(lower).toBeGreaterThanOrEqual(Math.min(...ratios) * (1 - 1e-9));
      expect(upper).toBeLessThanOrEqual(Math.max(...ratios) * (1 + 1e-9));
    },
  );

  property.prop([pairs, fc.double({ min: 0.01, max: 100, noNaN: true })], { numRuns: 15 })(
    "does not see a unit of time",
    (of, unit) => {
      const [before, after] = [of.map(([time]) => time), of.map(([, time]) => time)];
      const plain = estimateRatio(before, after);
      const scaled = estimateRatio(
        before.map((t) => t * unit),
        after.map((t) => t * unit),
      );
      expect(scaled.ratio / plain.ratio).toBeCloseTo(1, 9);
      expect(scaled.lower / plain.lower).toBeCloseTo(1, 9);
      expect(scaled.upper / plain.upper).toBeCloseTo(1, 9);
    },
  );
});
