import { expect, test } from "vitest";
import { leastFloat32 } from "../src/index.ts";

test("the least float32 at a threshold, and above it", () => {
  expect(leastFloat32(0.5, true)).toBe(0.5);
  expect(leastFloat32(0.5, false)).toBe(0.5 + 2 ** -24);
  // The float32 nearest to 0.1 is above it, that of 0.7 below.
  expect(leastFloat32(0.1, false)).toBe(Math.fround(0.1));
  expect(leastFloat32(0.7, true)).toBe(Math.fround(0.7) + 2 ** -24);
  expect(leastFloat32(-0.5, false)).toBe(-0.5 + 2 ** -25);
  expect(leastFloat32(0, false)).toBe(2 ** -149);
  expect(leastFloat32(-0, true)).toBe(-0);
  expect(leastFloat32(1e300, true)).toBe(Number.POSITIVE_INFINITY);
});
