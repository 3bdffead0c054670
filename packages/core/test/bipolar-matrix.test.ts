import { describe, expect, test } from "vitest";
import { bipolarMatrix, packBipolar, unpackBipolar } from "../src/index.ts";

describe("packBipolar", () => {
  test("0 and −0 are +1, the smallest negative number is −1", () => {
    const m = packBipolar([0, -0, -5e-324, 5e-324, -Infinity, Infinity], 2, 3);
    expect([...unpackBipolar(m)]).toEqual([1, 1, -1, 1, -1, 1]);
  });

  test("float32 −0 is +1 though its IEEE sign bit is set", () => {
    expect(packBipolar(Float32Array.of(-0), 1, 1).words[0]).toBe(0);
  });

  test("NaN is refused with its index", () => {
    expect(() => packBipolar(Float32Array.of(1, 2, 3, Number.NaN), 2, 2)).toThrow(
      new RangeError("packBipolar: values[3] must be a number, got NaN"),
    );
  });

  test("a hole in an array is refused with its index", () => {
    const values: number[] = [1];
    values.length = 2;
    expect(() => packBipolar(values, 1, 2)).toThrow(/values\[1\] must be a number, got undefined/);
  });

  test.each([
    { rows: 0, cols: 4, message: "rows must be an integer ≥ 1, got 0" },
    { rows: 1.5, cols: 4, message: "rows must be an integer ≥ 1, got 1.5" },
    { rows: 2, cols: Number.NaN, message: "cols must be an integer ≥ 1, got NaN" },
    { rows: 2, cols: 3, message: "values must have 6 elements, got 4" },
  ])("rows $rows, cols $cols of 4 values: $message", ({ rows, cols, message }) => {
    expect(() => packBipolar([1, 2, 3, 4], rows, cols)).toThrow(
      new RangeError(`packBipolar: ${message}`),
    );
  });

  test.each([1, 31, 32, 33, 127, 128, 129, 257])("%i columns: round trip and layout", (cols) => {
    const rows = 3;
    const values = Int8Array.from({ length: rows * cols }, (_, i) => (i % 3 === 1 ? -1 : 1));
    const m = packBipolar(values, rows, cols);
    expect(m.wordsPerRow).toBe(4 * Math.ceil(cols / 128));
    expect(m.words.length).toBe(rows * m.wordsPerRow);
    expect(unpackBipolar(m)).toEqual(values);
    expect(bipolarMatrix(m.words, rows, cols)).toEqual(m);
  });
});
