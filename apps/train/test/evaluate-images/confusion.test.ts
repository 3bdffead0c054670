import { expect, test } from "vitest";
import { confusionOf, rightOf } from "../../src/evaluate-images/confusion.ts";

test("counts what each label is taken for; of equal scores the first class wins", () => {
  const scores = [
    ...[0.9, 0.1, 0.0], // label 0, right
    ...[0.1, 0.2, 0.2], // label 1, right
    ...[0.1, 0.2, 0.2], // label 2, taken for 1
    ...[-1, -2, -0.5], // label 2, right
    ...[-1, -2, -0.5], // label 0, taken for 2
  ];
  const confusion = confusionOf(Float32Array.from(scores), Uint8Array.of(0, 1, 2, 2, 0), 3);
  expect(confusion).toEqual([
    [1, 0, 1],
    [0, 1, 0],
    [0, 1, 1],
  ]);
  expect(rightOf(confusion)).toBe(3);
});
