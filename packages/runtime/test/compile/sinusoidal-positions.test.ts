import { expect, test } from "vitest";
import { sinusoidalPositions } from "../../src/compile/sinusoidal-positions.ts";

test("sines, then cosines, with timescales from 1 to 10,000", () => {
  const table = sinusoidalPositions(3, 6);
  expect([...table.subarray(0, 6)]).toEqual([0, 0, 0, 1, 1, 1]);
  const angles = [2, 2 / 10000 ** (1 / 2), 2 / 10000];
  const expected = [...angles.map(Math.sin), ...angles.map(Math.cos)].map(Math.fround);
  expect([...table.subarray(12)]).toEqual(expected);
});
