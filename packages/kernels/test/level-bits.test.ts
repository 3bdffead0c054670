import { bipolar, ternary, thermometer, unsigned } from "@bnnkit/core";
import { expect, test } from "vitest";
import { levelBits } from "../src/index.ts";

/** Levels that are given by their digits. */
function levels(...digits: number[][]): { digits: number[] }[] {
  return digits.map((own) => ({ digits: own }));
}

test("a sign is a bit that is 1 for −1", () => {
  expect(levelBits(bipolar, levels([-1], [1]))).toEqual({ planes: 1, levels: [1, 0] });
});

test("binary digits and a thermometer of {0,1} are the bits themselves, term p in plane p", () => {
  const digits = levels([0, 0], [1, 0], [0, 1], [1, 1]);
  expect(levelBits(unsigned(2), digits)).toEqual({ planes: 2, levels: [0, 1, 2, 3] });
  const steps = levels([0, 0], [1, 0], [1, 1]);
  expect(levelBits(thermometer([0.5, 2]), steps)).toEqual({ planes: 2, levels: [0, 1, 3] });
});

test("a ternary digit has a mask and a sign", () => {
  expect(levelBits(ternary, levels([-1], [0], [1]))).toEqual({ planes: 2, levels: [3, 0, 1] });
});

test("a digit that its term has not is refused", () => {
  expect(() => levelBits(bipolar, levels([0]))).toThrow(
    new RangeError("levelBits: bipolar digits are bits, got 0"),
  );
});
