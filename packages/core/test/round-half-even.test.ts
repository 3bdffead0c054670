import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { roundHalfEven } from "../src/index.ts";

test("halves go to the even integer, and zero keeps its sign", () => {
  expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, -2.6, -0].map(roundHalfEven)).toEqual([
    -2, -2, -0, 0, 2, 2, 2, -3, -0,
  ]);
});

test("large integers, infinities and NaN stay", () => {
  const stay = [2 ** 52 + 1, -(2 ** 53), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(stay.map(roundHalfEven)).toEqual(stay);
  expect(roundHalfEven(Number.NaN)).toBeNaN();
  expect(roundHalfEven(0.5 - 2 ** -54)).toBe(0);
});

test.prop([
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.double({ min: -0.5, max: 0.5, noNaN: true }),
])("no integer is nearer, and a tie is even", (integer, distance) => {
  const x = integer + distance;
  const rounded = roundHalfEven(x);
  expect(Number.isInteger(rounded)).toBe(true);
  expect(Math.abs(rounded - x)).toBeLessThanOrEqual(0.5);
  if (Math.abs(rounded - x) === 0.5) expect(Math.abs(rounded % 2)).toBe(0);
});
