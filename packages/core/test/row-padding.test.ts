import { describe, expect, test } from "vitest";
import { checkPadding, wordsPerRow } from "../src/index.ts";

describe("wordsPerRow", () => {
  test.each([
    [1, 4],
    [128, 4],
    [129, 8],
    [256, 8],
    [257, 12],
  ])("%i columns take %i words", (cols, words) => {
    expect(wordsPerRow(cols)).toBe(words);
  });

  test.each([0, -128, 1.5, Number.NaN, Infinity])("%d columns are refused", (cols) => {
    expect(() => wordsPerRow(cols)).toThrow(RangeError);
  });
});

describe("checkPadding", () => {
  test.each([1, 31, 32, 33, 63, 64, 96, 127, 128, 129])(
    "%i columns: every pad bit is found, no data bit is",
    (cols) => {
      const rows = 2;
      const rowBits = 32 * wordsPerRow(cols);
      for (let bit = 0; bit < rows * rowBits; bit++) {
        const words = new Uint32Array((rows * rowBits) / 32);
        words[bit >>> 5] = 1 << (bit & 31);
        const check = () => checkPadding("test", "words", words, rows, cols);
        if (bit % rowBits < cols) expect(check).not.toThrow();
        else expect(check).toThrow(/^test: words must have zero pad bits from column/);
      }
    },
  );

  test("the message names row, word and value", () => {
    const words = new Uint32Array(8);
    words[4 + 3] = 0x80000001;
    expect(() => checkPadding("readModel", "w", words, 2, 97)).toThrow(
      new RangeError(
        "readModel: w must have zero pad bits from column 97, got 0x80000001 in row 1, word 3",
      ),
    );
  });

  test("a wrong length is refused", () => {
    expect(() => checkPadding("readModel", "w", new Uint32Array(4), 2, 5)).toThrow(
      new RangeError("readModel: w must have 8 elements, got 4"),
    );
  });

  test.each([
    ["Uint8Array", new Uint8Array(4)],
    ["Float32Array", new Float32Array(4)],
    ["Array", [0, 0, 0, 0]],
    ["Undefined", undefined],
  ])("a %s is no array of words", (kind, words) => {
    const attempt = () => Reflect.apply(checkPadding, undefined, ["readModel", "w", words, 1, 5]);
    expect(attempt).toThrow(new TypeError(`readModel: w must be a Uint32Array, got ${kind}`));
  });
});
