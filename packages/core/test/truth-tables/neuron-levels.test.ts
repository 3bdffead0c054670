import { expect, test } from "vitest";
import { seededWords } from "../../src/index.ts";
import {
  drawCandidates,
  levelBit,
  levelBits,
  monomialsOf,
  monomialValues,
  neuronInputs,
  startNeurons,
} from "../../src/truth-tables/index.ts";

test("a value in bits: two binary digits, or three of a thermometer", () => {
  expect([levelBits("binary", 2), levelBits("thermometer", 2)]).toEqual([2, 3]);
  const bitsOf = (code: "binary" | "thermometer", level: number): number[] =>
    Array.from({ length: levelBits(code, 2) }, (_, bit) => levelBit(code, level, bit));
  expect([0, 1, 2, 3].map((level) => bitsOf("binary", level).join(""))).toEqual([
    "00",
    "10",
    "01",
    "11",
  ]);
  expect([0, 1, 2, 3].map((level) => bitsOf("thermometer", level).join(""))).toEqual([
    "000",
    "100",
    "110",
    "111",
  ]);
});

test("an address as values from −1 to 1, and their monomials", () => {
  // 0b1101: 01 is 1 of 3, 11 is 3 of 3.
  const [first = 0, second = 0] = neuronInputs(0b1101, 2, 2);
  expect(first).toBeCloseTo(-1 / 3, 12);
  expect(second).toBe(1);
  const monomials = monomialsOf(2, 2);
  expect(monomials.factors).toEqual([[], [0], [1], [0, 0], [0, 1], [1, 1]]);
  expect([...monomialValues(monomials, [3, -2])]).toEqual([1, 3, -2, 9, -6, 4]);
});

test("neurons start without a constant and within ±√(3/inputs)", () => {
  const weights = startNeurons(50, 4, seededWords(1));
  const constants = weights.filter((_, i) => i % 4 === 0);
  expect(constants.every((weight) => weight === 0)).toBe(true);
  const greatest = Math.max(...weights.map(Math.abs));
  expect(greatest).toBeLessThanOrEqual(1);
  expect(greatest).toBeGreaterThan(0.9);
});

test("candidates of a connection are different values, all if there are few", () => {
  const few = drawCandidates(3, 2, 50, seededWords(1));
  expect([few.subarray(0, 3), few.subarray(3)].map((row) => [...row].sort().join())).toEqual([
    "0,1,2",
    "0,1,2",
  ]);
  const many = drawCandidates(100, 20, 4, seededWords(2));
  for (let slot = 0; slot < 20; slot++) {
    const row = many.subarray(4 * slot, 4 * slot + 4);
    expect(new Set(row).size).toBe(4);
    expect(row.every((value) => value >= 0 && value < 100)).toBe(true);
  }
});
