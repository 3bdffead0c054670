import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { directionOf, judge } from "../../src/duet/judge.ts";
import { deviationOf, thresholdOf } from "../../src/duet/threshold.ts";

const estimate = (lower: number, ratio: number, upper: number) => ({
  lower,
  ratio,
  upper,
  pairs: 30,
});

const slower = estimate(1.08, 1.1, 1.12);
const faster = estimate(0.89, 1 / 1.1, 0.93);
const wide = estimate(0.99, 1.1, 1.2);
const small = estimate(1.01, 1.02, 1.03);

describe("judge", () => {
  test.each([
    ["slower twice", slower, slower, "slower"],
    ["faster twice", faster, faster, "faster"],
    ["slower, then not", slower, small, "unrepeated"],
    ["slower, then an interval with 1 in it", slower, wide, "unrepeated"],
    ["slower, then faster", slower, faster, "unrepeated"],
    ["slower, never measured again", slower, undefined, "unrepeated"],
    ["an interval with 1 in it", wide, slower, "unchanged"],
    ["less than counts", small, slower, "unchanged"],
  ] as const)("%s", (_, first, rerun, verdict) => {
    expect(judge(first, 0.05, rerun)).toBe(verdict);
  });

  test("the threshold itself is no change", () => {
    expect(directionOf(estimate(1.2, 1.25, 1.3), 0.25)).toBe(0);
    expect(directionOf(estimate(1.2, 1.25, 1.3), 0.24)).toBe(1);
    expect(directionOf(estimate(0.7, 0.8, 0.9), 0.25)).toBe(0);
    expect(directionOf(estimate(0.7, 0.8, 0.9), 0.24)).toBe(-1);
  });

  const ends = fc
    .tuple(
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
    )
    .map((three) => [...three].sort((a, b) => a - b));

  property.prop([ends, fc.double({ min: 0.001, max: 0.5, noNaN: true })])(
    "base and head exchanged, the direction is the opposite",
    ([lower, ratio, upper], threshold) => {
      // At the threshold itself rounding decides.
      fc.pre(Math.abs(deviationOf(ratio) - threshold) > 1e-9);
      const turned = estimate(1 / upper, 1 / ratio, 1 / lower);
      const direction = directionOf(estimate(lower, ratio, upper), threshold);
      expect(directionOf(turned, threshold)).toBe(direction === 0 ? 0 : -direction);
    },
  );
});

describe("thresholdOf", () => {
  test("is the floor without a history, and with a quiet one", () => {
    expect(thresholdOf(0.05, [], [])).toBe(0.05);
    expect(thresholdOf(0.05, [], new Array(20).fill(0.001))).toBe(0.05);
  });

  test("is the third quartile and three times their distance where that is more", () => {
    // Quartiles of 0.01 … 0.09: 0.03 and 0.07, so 0.07 + 3 · 0.04.
    const own = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((percent) => percent / 100);
    expect(thresholdOf(0.05, own, [])).toBeCloseTo(0.19, 12);
  });

  test("an arm with few runs has the history of all arms", () => {
    const noisy = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((percent) => percent / 100);
    expect(thresholdOf(0.05, new Array(7).fill(0), noisy)).toBeCloseTo(0.19, 12);
    expect(thresholdOf(0.05, new Array(8).fill(0), noisy)).toBe(0.05);
  });

  property.prop([
    fc.double({ min: 0, max: 0.5, noNaN: true }),
    fc.array(fc.double({ min: 0, max: 2, noNaN: true })),
    fc.array(fc.double({ min: 0, max: 2, noNaN: true })),
  ])("is never below the floor, and the order of the history is nothing", (floor, own, all) => {
    const threshold = thresholdOf(floor, own, all);
    expect(threshold).toBeGreaterThanOrEqual(floor);
    expect(thresholdOf(floor, [...own].reverse(), [...all].reverse())).toBe(threshold);
  });
});

test("a deviation is the same in both directions", () => {
  expect(deviationOf(1.25)).toBeCloseTo(0.25, 12);
  expect(deviationOf(0.8)).toBeCloseTo(0.25, 12);
  expect(deviationOf(1)).toBe(0);
});
