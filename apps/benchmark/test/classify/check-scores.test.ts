import { expect, test } from "vitest";
import { checkScores } from "../../src/classify/check-scores.ts";

/** Scores of so many images, each 3, 1, 2. */
const scoresOf = (images: number): number[] =>
  Array.from({ length: 3 * images }, (_, i) => [3, 1, 2][i % 3]!);

test("differences of rounding are none", () => {
  const actual = Float32Array.from(scoresOf(4), (score) => score * (1 + 1e-4));
  expect(() => checkScores(actual, scoresOf(4), 3)).not.toThrow();
});

test("one image in ten may differ, two may not", () => {
  const actual = Float32Array.from(scoresOf(10));
  actual.set([1, 3, 2], 3 * 4);
  expect(() => checkScores(actual, scoresOf(10), 3)).not.toThrow();
  actual.set([1, 3, 2], 3 * 7);
  expect(() => checkScores(actual, scoresOf(10), 3)).toThrow(
    "image 5: must be class 0 with the score 3 as the packed model says, got class 1 with the score 3 (2 of 10 differ); not timed",
  );
});

test("a score that is no number, and scores that are missing, are errors", () => {
  const broken = Float32Array.from(scoresOf(1)).fill(Number.NaN, 1, 2);
  expect(() => checkScores(broken, scoresOf(1), 3)).toThrow("image 1: must be class 0");
  expect(() => checkScores(new Float32Array(3), scoresOf(2), 3)).toThrow("6 scores, got 3");
});
