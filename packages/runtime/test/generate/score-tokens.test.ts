import { expect, test } from "vitest";
import { scoreWindows } from "../../src/generate/score-tokens.ts";

test("a text that fits is one window; without a second token there is nothing to score", () => {
  expect(scoreWindows(5, 8)).toEqual([{ from: 0, to: 5, scoredFrom: 1 }]);
  expect(scoreWindows(1, 8)).toEqual([]);
});

test("windows of a long text go on by half, and score what is new", () => {
  expect(scoreWindows(13, 8)).toEqual([
    { from: 0, to: 8, scoredFrom: 1 },
    { from: 4, to: 12, scoredFrom: 8 },
    { from: 8, to: 13, scoredFrom: 12 },
  ]);
});

test.each([1, 2, 3, 7])("windows of %i score each of 40 tokens but the first once", (length) => {
  const scored = scoreWindows(40, length).flatMap(({ from, to, scoredFrom }) => {
    expect(to - from).toBeLessThanOrEqual(Math.max(2, length));
    return Array.from({ length: to - scoredFrom }, (_, i) => scoredFrom + i);
  });
  expect(scored).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
});
