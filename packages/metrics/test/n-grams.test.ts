import { describe, expect, test } from "vitest";
import { countCharacterNGrams, countWordNGrams, matchCount, totalCount } from "../src/n-grams.ts";

describe("n-gram counts", () => {
  test("words", () => {
    expect([...countWordNGrams(["a", "b", "a", "b"], 2)]).toEqual([
      ["a b", 2],
      ["b a", 1],
    ]);
  });

  test("characters are code points", () => {
    expect([...countCharacterNGrams("x😀x😀", 2)]).toEqual([
      ["x😀", 2],
      ["😀x", 1],
    ]);
  });

  test("nothing is longer than the text", () => {
    expect(countWordNGrams(["a"], 2).size).toBe(0);
    expect(countCharacterNGrams("", 1).size).toBe(0);
    expect([...countCharacterNGrams("ab", 2).keys()]).toEqual(["ab"]);
  });

  test("matches are clipped at the smaller count", () => {
    const a = countCharacterNGrams("aaab", 1);
    const b = countCharacterNGrams("aabbb", 1);
    expect(matchCount(a, b)).toBe(2 + 1);
    expect(matchCount(b, a)).toBe(2 + 1);
    expect(totalCount(b)).toBe(5);
  });
});
