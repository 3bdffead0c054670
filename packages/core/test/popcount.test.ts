import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { popcount32, popcountWords } from "../src/index.ts";

describe("popcount32", () => {
  test("no bit, every single bit, all bits", () => {
    expect(popcount32(0)).toBe(0);
    for (let bit = 0; bit < 32; bit++) expect(popcount32(1 << bit)).toBe(1);
    expect(popcount32(0xffffffff)).toBe(32);
    expect(popcount32(-1)).toBe(32);
  });

  test.prop([fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 })])(
    "counts the ones of the binary numeral",
    (word) => {
      expect(popcount32(word)).toBe((word >>> 0).toString(2).replaceAll("0", "").length);
    },
  );
});

describe("popcountWords", () => {
  const words = Uint32Array.of(0xffffffff, 0, 1, 0b1011);

  test("counts the whole array or a half-open range", () => {
    expect(popcountWords(words)).toBe(32 + 0 + 1 + 3);
    expect(popcountWords(words, 1, 3)).toBe(0 + 1);
    expect(popcountWords(words, 4)).toBe(0);
  });

  test.each([
    [-1, 4],
    [0, 5],
    [3, 2],
    [0.5, 2],
    [0, Number.NaN],
  ])("range %d … %d is refused", (from, to) => {
    expect(() => popcountWords(words, from, to)).toThrow(RangeError);
  });
});
