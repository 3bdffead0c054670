import { describe, expect, test } from "vitest";
import { packTernary, ternaryMatrix, unpackTernary } from "../src/index.ts";

describe("packTernary", () => {
  test("mask marks the nonzero values, sign the negative ones", () => {
    const m = packTernary([0, -1, 1, -0, -1], 1, 5);
    expect(m.mask[0]).toBe(2 ** 1 + 2 ** 2 + 2 ** 4);
    expect(m.sign[0]).toBe(2 ** 1 + 2 ** 4);
    expect([...unpackTernary(m)]).toEqual([0, -1, 1, 0, -1]);
  });

  test.each([0.5, -2, Number.NaN])("%d is refused with its index", (value) => {
    expect(() => packTernary([0, value], 1, 2)).toThrow(
      new RangeError(`packTernary: values[1] must be −1, 0 or 1, got ${value}`),
    );
  });
});

describe("ternaryMatrix", () => {
  test("accepts the planes of a packed matrix", () => {
    const m = packTernary([0, -1, 1], 1, 3);
    expect(ternaryMatrix(m.mask, m.sign, 1, 3)).toEqual(m);
  });

  test("refuses a negative zero: a sign bit outside the mask", () => {
    expect(() =>
      ternaryMatrix(Uint32Array.of(0b001, 0, 0, 0), Uint32Array.of(0b010, 0, 0, 0), 1, 3),
    ).toThrow("ternaryMatrix: sign must be 0 where mask is 0, got a stray bit in word 0");
  });
});
