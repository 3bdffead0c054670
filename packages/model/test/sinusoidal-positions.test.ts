import { expect, test } from "vitest";
import { sinusoidalPositions } from "../src/sinusoidal-positions.ts";

test("sines, then cosines, with timescales from 1 to 10,000", () => {
  const table = sinusoidalPositions(3, 6);
  expect([...table.subarray(0, 6)]).toEqual([0, 0, 0, 1, 1, 1]);
  const angles = [2, 2 / 10000 ** (1 / 2), 2 / 10000];
  const expected = [...angles.map(Math.sin), ...angles.map(Math.cos)].map(Math.fround);
  expect([...table.subarray(12)]).toEqual(expected);
});

test("four features have the first and the last timescale", () => {
  const angles = [1, 1 / 10000];
  const expected = [...angles.map(Math.sin), ...angles.map(Math.cos)].map(Math.fround);
  expect([...sinusoidalPositions(2, 4).subarray(4)]).toEqual(expected);
});

test.each([
  [0, 6, "length must be an integer ≥ 1, got 0"],
  [2, 5, "features must be even and at least 4, got 5"],
  [2, 2, "features must be even and at least 4, got 2"],
  [2, Number.NaN, "features must be even and at least 4, got NaN"],
])("refuses %d rows of %d features", (length, features, message) => {
  expect(() => sinusoidalPositions(length, features)).toThrow(message);
});
