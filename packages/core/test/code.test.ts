import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  bases,
  bipolar,
  bitsOf,
  type Code,
  codeOf,
  float32,
  int32,
  isInteger,
  odd,
  packMultiBit,
  packTernary,
  planeCodeOf,
  ternary,
  thermometer,
  unipolar,
  unpackMultiBit,
  unpackTernary,
  unsigned,
} from "../src/index.ts";

/** All values of a code of bits, in rising order: whatever its planes may hold. */
function values(code: Code): number[] {
  const { offset, weights } = planeCodeOf(code);
  const sums = weights.reduce((all, w) => all.flatMap((v) => [v, v + w]), [offset]);
  return [...new Set(sums)].sort((a, b) => a - b);
}

describe("values", () => {
  test("±1, {0,1}, unsigned and odd numbers, thermometers, bases", () => {
    expect(values(bipolar)).toEqual([-1, 1]);
    expect(values(unipolar)).toEqual([0, 1]);
    expect(values(unsigned(3))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(values(odd(2))).toEqual([-3, -1, 1, 3]);
    expect(values(bases([2, 0.5]))).toEqual([-2.5, -1.5, 1.5, 2.5]);
    const { offset, weights } = planeCodeOf(thermometer([0.5, 1.5, 4]));
    expect([offset, weights]).toEqual([0, [0.5, 1, 2.5]]);
  });

  test("ternary is mask − 2·sign; an offset is added where the mask is", () => {
    expect(planeCodeOf(ternary)).toEqual({ offset: 0, weights: [1, -2] });
    const affine: Code = [{ digit: "ternary", scale: 3, offset: 0.5 }];
    expect(planeCodeOf(affine)).toEqual({ offset: 0, weights: [3.5, -6] });
  });

  test("offsets of several terms add up", () => {
    const code: Code = [
      { digit: "bipolar", scale: 2, offset: 10 },
      { digit: "unipolar", scale: 3, offset: 100 },
    ];
    expect(values(code)).toEqual([108, 111, 112, 115]);
  });

  test.each<[string, Code, RegExp]>([
    [
      "bytes",
      [{ digit: "int8" }],
      /code\[0\].digit must be bipolar, unipolar or ternary, got int8/,
    ],
    ["row scales", [{ digit: "bipolar", scale: "row" }], /code\[0\] must have a constant scale/],
    [
      "row offsets",
      [{ digit: "unipolar" }, { digit: "unipolar", offset: "row" }],
      /code\[1\] must/,
    ],
    ["sparse terms", [{ digit: "unipolar", sparse: { weights: 3 } }], /got a sparse term/],
  ])("no planes stand for %s", (_name, code, message) => {
    expect(() => planeCodeOf(code)).toThrow(message);
    expect(() => planeCodeOf(code)).toThrow(RangeError);
  });

  test.each([() => unsigned(0), () => odd(0), () => bases([]), () => thermometer([])])(
    "a code without a term is refused",
    (make) => {
      expect(make).toThrow(/a code must have a term/);
    },
  );
});

describe("codeOf", () => {
  test.prop([fc.array(fc.integer({ min: -8, max: 7 }), { minLength: 1 })])(
    "the planes of signed integers add up to them",
    (integers) => {
      const m = packMultiBit(integers, 1, integers.length, { bits: 4, signed: true });
      const { offset, weights } = planeCodeOf(codeOf(m));
      expect(weights).toEqual([1, 2, 4, -8]);
      const sums = [...unpackMultiBit(m)].map((_, k) =>
        weights.reduce((sum, w, b) => sum + w * ((m.planes[b][k >>> 5] >>> (k & 31)) & 1), offset),
      );
      expect(sums).toEqual(integers);
    },
  );

  test("the planes of ternary values add up to them", () => {
    const m = packTernary([-1, 0, 1, 1], 1, 4);
    const { weights } = planeCodeOf(codeOf(m));
    const sums = [0, 1, 2, 3].map(
      (k) => weights[0] * ((m.mask[0] >>> k) & 1) + weights[1] * ((m.sign[0] >>> k) & 1),
    );
    expect(sums).toEqual([...unpackTernary(m)]);
  });
});

test("integers are exact, floats, powers and scales of rows are not", () => {
  const one: Code = [{ digit: "int8", scale: 2, offset: -1 }];
  for (const code of [bipolar, ternary, unsigned(4), int32, one])
    expect(isInteger(code)).toBe(true);
  const halves: Code = [{ digit: "bipolar", scale: 0.5 }];
  const rows: Code = [{ digit: "bipolar", scale: "row" }];
  const powers: Code = [{ digit: "power", exponents: [0, 3] }];
  for (const code of [float32, halves, rows, powers]) expect(isInteger(code)).toBe(false);
});

test("bits of a number", () => {
  expect(bitsOf(bipolar)).toBe(1);
  expect(bitsOf(unsigned(3))).toBe(3);
  expect(bitsOf([{ digit: "ternary" }, { digit: "uint8", sparse: { columns: 2 } }])).toBe(10);
  expect(bitsOf(float32)).toBe(32);
});
