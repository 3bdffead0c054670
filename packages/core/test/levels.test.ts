import { describe, expect, test } from "vitest";
import {
  bases,
  bipolar,
  type Code,
  float32,
  levelsOf,
  odd,
  ternary,
  thermometer,
  unipolar,
  unsigned,
} from "../src/index.ts";

const digitsOf = (code: Code, thresholds: number) =>
  levelsOf("test", code, thresholds).map(({ digits }) => digits);
const valuesOf = (code: Code, thresholds: number) =>
  levelsOf("test", code, thresholds).map(({ value }) => value);

describe("levelsOf", () => {
  test("one bit has two levels", () => {
    expect(digitsOf(bipolar, 1)).toEqual([[-1], [1]]);
    expect(digitsOf(unipolar, 1)).toEqual([[0], [1]]);
  });

  test("three thresholds make the four numbers of two binary digits, the lowest digit first", () => {
    expect(digitsOf(unsigned(2), 3)).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(valuesOf(unsigned(2), 3)).toEqual([0, 1, 2, 3]);
    expect(valuesOf(odd(2), 3)).toEqual([-3, -1, 1, 3]);
  });

  test("two thresholds make −1, 0 and 1; an offset of ternary digits is not added to 0", () => {
    expect(valuesOf(ternary, 2)).toEqual([-1, 0, 1]);
    expect(valuesOf([{ digit: "ternary", scale: 2, offset: 1 }], 2)).toEqual([-1, 0, 3]);
  });

  test("as many one-bit terms as thresholds are a thermometer", () => {
    expect(digitsOf(thermometer([1, 2, 3]), 3)).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(valuesOf(thermometer([0.5, 2]), 2)).toEqual([0, 0.5, 2]);
    expect(valuesOf(bases([3, 1]), 2)).toEqual([-4, 2, 4]);
  });

  test("scales and offsets of each row do not change the order", () => {
    expect(valuesOf([{ digit: "bipolar", scale: "row", offset: "row" }], 1)).toEqual([-1, 1]);
    expect(valuesOf([{ digit: "unipolar", scale: 2, offset: -5 }], 1)).toEqual([-5, -3]);
  });

  test.each<[Code, number, string]>([
    [bipolar, 2, "test: 2 thresholds make 3 levels, got a code of 2"],
    [unsigned(2), 4, "4 thresholds make 5 levels, got a code of 4"],
    [ternary, 1, "got a code of 3"],
    [float32, 1, "digits of levels must be bipolar, unipolar or ternary, got float32"],
    [unsigned(20), 3, "got a code of 0"],
  ])("refuses %j of %i thresholds", (code, thresholds, message) => {
    expect(() => levelsOf("test", code, thresholds)).toThrow(RangeError);
    expect(() => levelsOf("test", code, thresholds)).toThrow(message);
  });
});
