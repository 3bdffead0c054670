import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  type DifferenceDecay,
  decayWeight,
  differenceSmoothing,
} from "../../src/truth-tables/extended-finite-difference.ts";

const ones = (value: number): number =>
  [...value.toString(2)].filter((digit) => digit === "1").length;

/** Σ over all entries, as it is defined. */
function byDefinition(
  decay: DifferenceDecay,
  inputs: number,
  { table, address, input }: { table: readonly number[]; address: number; input: number },
): number {
  return table.reduce((sum, value, other) => {
    const sign = (other >> input) % 2 === 1 ? 1 : -1;
    const distance = ones((address ^ other) & ~(1 << input));
    return sum + sign * value * decayWeight(decay, inputs, distance);
  }, 0);
}

describe.each<DifferenceDecay>(["paper", "code"])("extended finite difference, %s", (decay) => {
  test.each([1, 2, 3, 4, 6])("with %i inputs is a difference of the smoothed table", (inputs) => {
    const random = createRandom(inputs);
    const table = Array.from({ length: 2 ** inputs }, () => random.integer(-8, 8) / 8);
    const smoothed = Float64Array.from(table);
    differenceSmoothing(decay, inputs)(smoothed);
    for (let input = 0; input < inputs; input++) {
      for (let address = 0; address < table.length; address++) {
        const set = smoothed[address | (1 << input)] ?? Number.NaN;
        const clear = smoothed[address & ~(1 << input)] ?? Number.NaN;
        const expected = byDefinition(decay, inputs, { table, address, input });
        expect(set - clear).toBeCloseTo(expected, 10);
      }
    }
  });
});

test("weights by hand", () => {
  expect([0, 1, 2].map((d) => decayWeight("paper", 3, d))).toEqual([1, 1 / 2, 1 / 3]);
  // ½ · (3/4)²; 1, 2 and 1 addresses at distance 0, 1 and 2 make ½ in all.
  expect(decayWeight("code", 3, 0)).toBe(0.28125);
  const sum = [0, 1, 1, 2].reduce((all, d) => all + decayWeight("code", 3, d), 0);
  expect(sum).toBeCloseTo(0.5, 12);
});

test("a table of one input: half the difference of its entries", () => {
  const smoothed = Float64Array.of(-0.25, 0.75);
  differenceSmoothing("code", 1)(smoothed);
  expect((smoothed[1] ?? 0) - (smoothed[0] ?? 0)).toBe(0.5);
});
