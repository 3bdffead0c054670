import { describe, expect, test } from "vitest";
import { chrf } from "../src/index.ts";

describe("chrf by hand", () => {
  test("precision and recall of characters and pairs, recall weighing 2² times as much", () => {
    // abc against abcd: 1-grams 3 of 3 and 3 of 4, 2-grams 2 of 2 and 2 of 3.
    const precision = (3 / 3 + 2 / 2) / 2;
    const recall = (3 / 4 + 2 / 3) / 2;
    const expected = (100 * (1 + 4) * precision * recall) / (4 * precision + recall);
    expect(chrf(["abc"], [["abcd"]], { characterOrder: 2 }).score).toBeCloseTo(expected, 10);
  });

  test("characters are code points: an emoji is one", () => {
    // 😀 and 😁 share the first half of their UTF-16 encoding, but no character.
    expect(chrf(["😀"], [["😁"]]).score).toBe(0);
    expect(chrf(["😀a"], [["😁a"]], { characterOrder: 1 }).score).toBeCloseTo(100 * (1 / 2), 10);
  });

  test("an order that a reference is too short for does not count against its segment", () => {
    // ab against a: 1-grams 1 of 2; the 2-gram of ab is not counted. abc against abc: all match.
    const precision = ((3 + 1) / (3 + 2) + 2 / 2) / 2;
    const expected = (100 * (1 + 4) * precision * 1) / (4 * precision + 1);
    const { score } = chrf(["abc", "ab"], [["abc"], ["a"]], { characterOrder: 2 });
    expect(score).toBeCloseTo(expected, 10);
  });

  test("the reference with the highest score counts", () => {
    const alone = chrf(["Wie geht es dir?"], [["Wie geht's dir?"]]).score;
    expect(chrf(["Wie geht es dir?"], [["Na?", "Wie geht's dir?", "Wie?"]]).score).toBe(alone);
  });

  test("one mark is split off the end of a word, else off its start", () => {
    const words = (line: string, other: string) =>
      chrf([line], [[other]], { characterOrder: 1, wordOrder: 1 }).score;
    expect(words("hi)", "hi )")).toBeCloseTo(100, 10);
    expect(words("(hi", "( hi")).toBeCloseTo(100, 10);
    // "(hi" and ")" against "(", "hi" and ")": one word in common; all four characters are.
    const precision = (1 + 1 / 2) / 2;
    const recall = (1 + 1 / 3) / 2;
    const expected = (100 * 5 * precision * recall) / (4 * precision + recall);
    expect(words("(hi)", "( hi )")).toBeCloseTo(expected, 10);
  });

  test.each([0.1, 0.7, 1, 1.3, 2, 3, 7])("a text equal to its reference, beta %d: 100", (beta) => {
    const line = "Der Hund bellt laut.";
    expect(chrf([line], [[line]], { beta, wordOrder: 2 }).score).toBe(100);
  });

  test.each([
    [{}, "chrF2"],
    [{ wordOrder: 2 }, "chrF2++"],
    [{ beta: 3, wordOrder: 1 }, "chrF3+"],
  ])("options %o are called %s", (options, name) => {
    expect(chrf(["a"], [["a"]], options).name).toBe(name);
  });

  test.each([
    [{ characterOrder: 0 }, "chrf: characterOrder must be an integer ≥ 1, got 0"],
    [{ wordOrder: -1 }, "chrf: wordOrder must be an integer ≥ 0, got -1"],
    [{ wordOrder: 1.5 }, "chrf: wordOrder must be an integer ≥ 0, got 1.5"],
    [{ beta: 0 }, "chrf: beta must be a positive number, got 0"],
    [{ beta: Number.NaN }, "chrf: beta must be a positive number, got NaN"],
  ])("options %o are refused", (options, message) => {
    expect(() => chrf(["a"], [["a"]], options)).toThrow(new RangeError(message));
  });

  test("an option that is undefined has its default", () => {
    const options: Record<string, undefined> = { beta: undefined, wordOrder: undefined };
    expect(chrf(["ab c"], [["ab d"]], options)).toEqual(chrf(["ab c"], [["ab d"]]));
  });
});
