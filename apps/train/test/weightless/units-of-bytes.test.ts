import { expect, test } from "vitest";
import { unitsOfBytes } from "../../src/weightless/units-of-bytes.ts";

test.each([
  [1, 1],
  [20, 1],
  [24, 1], // 16 and 32 are as far: the smaller one
  [25, 2],
  [41, 3], // 48 is nearer than 32
  [1600, 100],
  [1609, 101],
])("of 16 bytes a unit, %i bytes are nearest to those of %i units", async (bytes, units) => {
  expect(await unitsOfBytes(bytes, async (count) => 16 * count)).toBe(units);
});
