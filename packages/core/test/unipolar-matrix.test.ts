import { describe, expect, test } from "vitest";
import { packUnipolar, unipolarMatrix, unpackUnipolar } from "../src/index.ts";

describe("packUnipolar", () => {
  test("bit 1 is the value 1, −0 is 0", () => {
    const m = packUnipolar([1, 0, -0, 1, 1], 1, 5);
    expect(m.words[0]).toBe(2 ** 0 + 2 ** 3 + 2 ** 4);
    expect([...unpackUnipolar(m)]).toEqual([1, 0, 0, 1, 1]);
  });

  test.each([-1, 0.5, 2, Number.NaN, Infinity])("%d is refused with its index", (value) => {
    expect(() => packUnipolar([0, 1, value, 0], 2, 2)).toThrow(
      new RangeError(`packUnipolar: values[2] must be 0 or 1, got ${value}`),
    );
  });
});

test("unipolarMatrix refuses a set pad bit", () => {
  expect(() => unipolarMatrix(Uint32Array.of(2 ** 5, 0, 0, 0), 1, 5)).toThrow(
    "unipolarMatrix: words must have zero pad bits from column 5, got 0x00000020 in row 0, word 0",
  );
});
