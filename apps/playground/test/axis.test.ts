import { expect, test } from "vitest";
import { axisAround, positionOn, ticksOf } from "../page/chart/axis.ts";

test.each([
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-2, 2, [-2, -1, 0, 1, 2]],
  [0, 240, [0, 50, 100, 150, 200]],
  [3, 3, [3]],
])("ticks from %d to %d are %j", (least, greatest, expected) => {
  expect(ticksOf({ label: "", least, greatest })).toEqual(expected);
});

test.each([
  [5, 20_000, [10, 100, 1000, 10_000]],
  [70, 130, [100]],
  [15, 130, [20, 50, 100]],
])("logarithmic ticks from %d to %d are %j", (least, greatest, expected) => {
  expect(ticksOf({ label: "", least, greatest, isLogarithmic: true })).toEqual(expected);
});

test("an axis has all values, and something around a single one", () => {
  for (const values of [[1, 9], [4], [0], []]) {
    for (const isLogarithmic of [false, true]) {
      const axis = axisAround("x", values, { isLogarithmic });
      expect(axis.least).toBeLessThan(axis.greatest);
      const placed = values.filter((value) => value > 0).map((value) => positionOn(axis, value));
      expect(placed.every((place) => place > 0 && place < 1)).toBe(true);
    }
  }
});
