import { expect, test } from "vitest";
import { pearson, spearman } from "../src/index.ts";

test("by hand: deviations −1, 0, 1 and −2, 1, 1, products 3, squares 2 and 6", () => {
  expect(pearson([1, 2, 3], [0, 3, 3])).toBeCloseTo(3 / Math.sqrt(12), 12);
});

test("a line is 1 or −1, whatever its slope and units; ranks are 1 of anything that rises", () => {
  const x = [2, 3, 5, 7, 11];
  const line = x.map((value) => 1e6 - 1e-3 * value);
  expect(pearson(x, line)).toBeCloseTo(-1, 6);
  const rising = x.map((value) => value ** 5);
  expect(pearson(x, rising)).toBeLessThan(0.99);
  expect(spearman(x, rising)).toBeCloseTo(1, 12);
});

test("equal values share the mean of their ranks, −0 and 0 among them", () => {
  // Ranks 0.5, 0.5, 2 and 0, 1, 2: deviations −0.5, −0.5, 1 and −1, 0, 1.
  expect(spearman([0, -0, 4], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(1.5 * 2), 12);
});

test("what is the same throughout is correlated with nothing", () => {
  expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBe(0);
  expect(spearman([1, 2, 3], [7, 7, 7])).toBe(0);
});

test("nothing, unequal lengths and what is no number are refused", () => {
  expect(() => pearson([], [])).toThrow(new RangeError("pearson: y must not be empty"));
  expect(() => spearman([1], [1, 2])).toThrow("x.length (1) must equal y.length (2)");
  expect(() => pearson([1, Number.NaN], [1, 2])).toThrow("pearson: x[1] must be finite, got NaN");
});
