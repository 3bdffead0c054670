import { finiteFloat32Array } from "@bnnkit/testing";
import { test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { flipRatio } from "../src/index.ts";

describe("flipRatio", () => {
  test("0 and −0 are positive", () => {
    expect(flipRatio([0, -0, 1, -1, 2], [-0, -1, 0, -2, -3])).toBe(2 / 5);
  });

  property.prop([finiteFloat32Array(31), finiteFloat32Array(31)])(
    "is symmetric, 0 for no change, and blind to magnitude",
    (before, after) => {
      const ratio = flipRatio(before, after);
      expect(flipRatio(after, before)).toBe(ratio);
      expect(flipRatio(before, before)).toBe(0);
      const signs = after.map((x) => (x < 0 ? -1 : 1));
      expect(flipRatio(before, signs)).toBe(ratio);
      expect(
        flipRatio(
          before,
          signs.map((sign) => -sign),
        ),
      ).toBe((31 - Math.round(31 * ratio)) / 31);
    },
  );

  test("empty and unequal arrays and NaN are refused", () => {
    expect(() => flipRatio([], [])).toThrow(RangeError);
    expect(() => flipRatio([1], [1, 2])).toThrow(
      new RangeError("flipRatio: before.length (1) must equal after.length (2)"),
    );
    expect(() => flipRatio([1, 2], [1, Number.NaN])).toThrow(
      new RangeError("flipRatio: after[1] must be a number, got NaN"),
    );
    expect(() => flipRatio(JSON.parse("[null, 2]"), [1, 2])).toThrow(
      new RangeError("flipRatio: before[0] must be a number, got null"),
    );
  });
});
