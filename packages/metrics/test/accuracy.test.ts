import { describe, expect, test } from "vitest";
import { accuracy, topKAccuracy } from "../src/index.ts";

describe("accuracy", () => {
  test("share of equal entries, for numbers and names", () => {
    expect(accuracy(Int32Array.of(3, 1, 4, 1, 5), [3, 1, 4, 2, 5])).toBe(4 / 5);
    expect(accuracy(["cat", "dog"], ["cat", "cow"])).toBe(1 / 2);
  });

  test("0 equals −0, NaN equals nothing", () => {
    expect(accuracy([-0, Number.NaN], [0, Number.NaN])).toBe(1 / 2);
  });

  test("empty and unequal arrays are refused", () => {
    expect(() => accuracy([], [])).toThrow(new RangeError("accuracy: labels must not be empty"));
    expect(() => accuracy([1, 2], [1, 2, 3])).toThrow(
      new RangeError("accuracy: rows of predicted (2) must equal labels.length (3)"),
    );
  });
});

describe("topKAccuracy", () => {
  // Ranks of the labels 2, 0, 1: first, second, third.
  const scores = Float32Array.of(0.1, 0.2, 0.7, /**/ 0.3, -1, 0.4, /**/ 5, 1, 2);
  const labels = [2, 0, 1];

  test.each([1, 2, 3])("k = %i: as many rows are right", (k) => {
    expect(topKAccuracy(scores, labels, { classes: 3, k })).toBe(k / 3);
  });

  test("among equal scores, 0 and −0 too, the lower class comes first", () => {
    expect(topKAccuracy([0, -0, 0], [0], { classes: 3, k: 1 })).toBe(1);
    expect(topKAccuracy([0, -0, 0], [2], { classes: 3, k: 2 })).toBe(0);
  });

  test.each([
    [[1, 2, 3], [0], { classes: 2, k: 1 }, "rows of scores (1.5) must equal labels.length (1)"],
    [[1, 2], [2], { classes: 2, k: 1 }, "labels[0] must be an integer in 0 … 1, got 2"],
    [[1, 2], [0], { classes: 2, k: 3 }, "k must be an integer in 1 … 2, got 3"],
    [[1, 2], [0], { classes: 0, k: 1 }, "classes must be an integer ≥ 1, got 0"],
    [[1, Number.NaN], [0], { classes: 2, k: 1 }, "scores[1] must be a number, got NaN"],
    [JSON.parse('[1, "2"]'), [0], { classes: 2, k: 1 }, "scores[1] must be a number, got 2"],
    [[], [], { classes: 2, k: 1 }, "labels must not be empty"],
  ])("%j, %j, %o is refused", (values, wanted, options, message) => {
    expect(() => topKAccuracy(values, wanted, options)).toThrow(
      new RangeError(`topKAccuracy: ${message}`),
    );
  });
});
