import { describe, expect, test } from "vitest";
import { multiBitMatrix, packMultiBit, planeWeight, unpackMultiBit } from "../src/index.ts";

describe("packMultiBit", () => {
  test("plane b holds digit b", () => {
    const m = packMultiBit([3, 1, 0, 2], 1, 4, { bits: 2 });
    expect(m.planes.map((plane) => plane[0])).toEqual([0b0011, 0b1001]);
  });

  test("signed values are two's complement", () => {
    const m = packMultiBit([-8, -1, -0, 7], 1, 4, { bits: 4, signed: true });
    expect(m.planes.map((plane) => plane[0])).toEqual([0b1010, 0b1010, 0b1010, 0b0011]);
    expect([...unpackMultiBit(m)]).toEqual([-8, -1, 0, 7]);
    expect([0, 1, 2, 3].map((b) => planeWeight(m, b))).toEqual([1, 2, 4, -8]);
  });

  test("one signed bit holds 0 and −1", () => {
    const m = packMultiBit([0, -1], 1, 2, { bits: 1, signed: true });
    expect([...unpackMultiBit(m)]).toEqual([0, -1]);
  });

  test("16 bits hold their extremes", () => {
    const unsigned = packMultiBit([0, 2 ** 16 - 1], 1, 2, { bits: 16 });
    expect([...unpackMultiBit(unsigned)]).toEqual([0, 2 ** 16 - 1]);
    const signed = packMultiBit([-(2 ** 15), 2 ** 15 - 1], 1, 2, { bits: 16, signed: true });
    expect([...unpackMultiBit(signed)]).toEqual([-(2 ** 15), 2 ** 15 - 1]);
  });

  test.each([4, -1, 0.5, Number.NaN, Infinity])("%d does not fit in 2 bits", (value) => {
    expect(() => packMultiBit([0, 1, 2, value], 2, 2, { bits: 2 })).toThrow(
      new RangeError(`packMultiBit: values[3] must be an integer in 0 … 3, got ${value}`),
    );
  });

  test.each([0, 17, 1.5])("%d bits are refused", (bits) => {
    expect(() => packMultiBit([0], 1, 1, { bits })).toThrow(
      new RangeError(`packMultiBit: bits must be an integer in 1 … 16, got ${bits}`),
    );
  });
});

describe("multiBitMatrix", () => {
  test("accepts the planes of a packed matrix", () => {
    const m = packMultiBit([3, 1, 0, 2, 1, 1], 2, 3, { bits: 2 });
    expect(multiBitMatrix(m.planes, 2, 3, { bits: 2 })).toEqual(m);
  });

  test("refuses a missing plane and a set pad bit", () => {
    const plane = Uint32Array.of(1, 0, 0, 0);
    expect(() => multiBitMatrix([plane], 1, 3, { bits: 2 })).toThrow(
      "multiBitMatrix: planes must be 2 bit planes, got 1",
    );
    expect(() =>
      multiBitMatrix([plane, Uint32Array.of(2 ** 3, 0, 0, 0)], 1, 3, { bits: 2 }),
    ).toThrow("multiBitMatrix: planes[1] must have zero pad bits from column 3");
  });
});
