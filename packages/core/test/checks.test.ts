import { describe, expect, test } from "vitest";
import {
  checkEqual,
  checkFinite,
  checkIndex,
  checkIntegerBetween,
  checkKind,
  checkLength,
  checkPositiveInteger,
} from "../src/index.ts";

describe("messages say where, what, the rule and what came", () => {
  test.each<[string, () => void]>([
    [
      "bgemm: a.cols (768) must equal b.cols (512)",
      () => checkEqual("bgemm", "a.cols", 768, "b.cols", 512),
    ],
    ["f: rows must be an integer ≥ 1, got 0", () => checkPositiveInteger("f", "rows", 0)],
    ["f: bits must be an integer in 1 … 8, got 9", () => checkIntegerBetween("f", "bits", 9, 1, 8)],
    [
      "f: row must be an integer in 0 … m.rows − 1 = 2, got 3",
      () => checkIndex("f", "row", 3, "m.rows", 3),
    ],
    ["f: x must have 6 elements, got 5", () => checkLength("f", "x", 5, 6)],
    ["f: x[1] must be finite, got NaN", () => checkFinite("f", "x", [0, Number.NaN])],
    ["f: x[0] must be finite, got -Infinity", () => checkFinite("f", "x", [-Infinity])],
  ])("%s", (message, check) => {
    expect(check).toThrow(new RangeError(message));
  });
});

test("what obeys the rule passes", () => {
  checkEqual("f", "a", 3, "b", 3);
  checkPositiveInteger("f", "rows", 1);
  checkIntegerBetween("f", "bits", 8, 1, 8);
  checkIndex("f", "row", 0, "m.rows", 1);
  checkLength("f", "x", 0, 0);
  checkFinite("f", "x", Float32Array.of(0, -0, 2 ** -149));
  checkKind("f", "m", "bipolar", "bipolar");
});

test("a wrong kind is a TypeError", () => {
  expect(() => checkKind("unpackBipolar", "m", "ternary", "bipolar")).toThrow(
    new TypeError("unpackBipolar: m must be a bipolar matrix, got ternary"),
  );
  const untyped: { readonly rows: number } = JSON.parse('{"rows": "3"}');
  expect(() => checkPositiveInteger("f", "rows", untyped.rows)).toThrow(
    new TypeError("f: rows must be a number, got string"),
  );
});
