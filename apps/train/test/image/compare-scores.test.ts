import { expect, test } from "vitest";
import { addComparisons, compareScores, noComparison } from "../../src/image/compare-scores.ts";

const compare = (expected: readonly number[], actual: readonly number[], classes: number) =>
  compareScores(Float32Array.from(expected), Float32Array.from(actual), classes);

test.each([
  ["the same", [4, -8, 2], [4, -8, 2], { sameClass: 1, sameScores: 1 }],
  [
    "an eighth of the largest apart",
    [4, -8, 2],
    [4, -7, 2],
    { sameClass: 1, largestDifference: 1 / 8 },
  ],
  ["another class of a tie", [4, 4, -8], [3.5, 4, -8], { largestDifference: 0.5 / 8 }],
  [
    "another class, ahead by a quarter",
    [4, -8, 2],
    [1, -8, 2],
    { otherClass: 1, largestDifference: 3 / 8 },
  ],
  ["zeros", [0, 0], [0, -0], { sameClass: 1, sameScores: 1 }],
  ["one class", [3], [3], { sameClass: 1, sameScores: 1 }],
  [
    "NaN in the place of the class",
    [2, 1],
    [Number.NaN, 1],
    { otherClass: 1, largestDifference: Number.NaN },
  ],
])("%s", (_, expected, actual, found) => {
  const comparison = compare(expected, actual, expected.length);
  expect(comparison).toEqual({ ...noComparison, images: 1, ...found });
});

test("classes closer than 10⁻⁴ of the largest score are a tie, beyond that they are none", () => {
  expect(compare([8192, 8191.5], [8191, 8191.5], 2).otherClass).toBe(0); // 0.5 of 8192: 6·10⁻⁵
  expect(compare([8192, 8191], [8190, 8191], 2).otherClass).toBe(1); // 1 of 8192: 1.2·10⁻⁴
});

test("images are counted, each with its own largest score", () => {
  const two = compare([1, 2, 100, 0], [1, 2.5, 100, 1], 2);
  expect(two).toEqual({ ...noComparison, images: 2, sameClass: 2, largestDifference: 0.25 });
  expect(addComparisons(two, compare([1, 2], [2, 1], 2))).toEqual({
    ...{ images: 3, sameClass: 2, otherClass: 1, sameScores: 0, largestDifference: 0.5 },
  });
});

test.each([
  [[1, 2], [1], 2],
  [[1, 2, 3], [1, 2, 3], 2],
])("refuses scores of %j and %j for two classes", (expected, actual, classes) => {
  expect(() => compare(expected, actual, classes)).toThrow(
    /^compareScores: expected and actual must be/,
  );
});
