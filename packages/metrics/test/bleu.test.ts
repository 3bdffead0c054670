import { describe, expect, test } from "vitest";
import { bleu } from "../src/index.ts";

describe("bleu by hand", () => {
  test("counts, precisions, brevity penalty and score of one sentence", () => {
    // Words: a b c d e of a b c d x y; n-grams in common: 4 of 5, 3 of 4, 2 of 3, 1 of 2.
    const result = bleu(["a b c d e"], [["a b c d x y"]]);
    expect(result.matches).toEqual([4, 3, 2, 1]);
    expect(result.totals).toEqual([5, 4, 3, 2]);
    expect([result.hypothesisLength, result.referenceLength]).toEqual([5, 6]);
    expect(result.brevityPenalty).toBeCloseTo(Math.exp(1 - 6 / 5), 12);
    expect(result.precisions).toEqual([(100 * 4) / 5, (100 * 3) / 4, (100 * 2) / 3, (100 * 1) / 2]);
    const mean = ((4 / 5) * (3 / 4) * (2 / 3) * (1 / 2)) ** (1 / 4);
    expect(result.score).toBeCloseTo(100 * Math.exp(1 - 6 / 5) * mean, 10);
  });

  test("each order without a match halves the smoothed precision again", () => {
    // Two words in common, in another order: no 2-gram, 3-gram or 4-gram matches.
    const hypothesis = ["a x b y"];
    const references = [["b z a w"]];
    const result = bleu(hypothesis, references);
    expect(result.precisions).toEqual([
      (100 * 2) / 4,
      100 / (2 * 3),
      100 / (2 * 2 * 2),
      100 / (2 * 2 * 2 * 1),
    ]);
    expect(bleu(hypothesis, references, { smoothing: "none" }).score).toBe(0);
  });

  test("an n-gram counts at most as often as in the reference that has most of it", () => {
    const result = bleu(["a a a a a"], [["a a b c d", "a b c d a a"]]);
    expect(result.matches[0]).toBe(3);
  });

  test("of two equally close references the shorter one sets the length", () => {
    expect(bleu(["a b c d e"], [["a b c d e f g", "a b c"]]).referenceLength).toBe(3);
    expect(bleu(["a b c d e"], [["a b c", "a b c d e f g"]]).referenceLength).toBe(3);
    expect(bleu(["a b c d e"], [["a b c", "a b c d e f"]]).referenceLength).toBe(6);
  });

  test("statistics add up over segments, in any order", () => {
    const [h1, h2] = ["der Hund bellt laut im Garten", "die Katze schläft"];
    const [r1, r2] = [["der Hund bellt im Garten"], ["eine Katze schläft", "die Katze ruht"]];
    expect(bleu([h1, h2], [r1, r2])).toEqual(bleu([h2, h1], [r2, r1]));
    expect(bleu([h1, h2], [r1, r2]).totals[0]).toBe(6 + 3);
  });

  test("a short perfect sentence scores 100 only with effective order", () => {
    expect(bleu(["Guten Morgen"], [["Guten Morgen"]]).score).toBe(0);
    expect(bleu(["Guten Morgen"], [["Guten Morgen"]], { effectiveOrder: true }).score).toBe(100);
  });

  test.each([4, 5, 7, 13, 49, 101])("%i words equal to their reference score exactly 100", (n) => {
    const line = Array.from({ length: n }, (_, i) => `w${i}`).join(" ");
    expect(bleu([line], [[line]]).score).toBe(100);
    expect(bleu([line, line], [[line], ["x", line]]).score).toBe(100);
  });

  test("nothing at all scores 0", () => {
    const result = bleu([""], [["Etwas."]]);
    expect(result.score).toBe(0);
    expect(result.brevityPenalty).toBe(0);
    expect(bleu([""], [[""]]).brevityPenalty).toBe(1);
  });

  test.each([
    ['{ "tokenizer": "intl" }', "tokenizer must be one of 13a, none, got intl"],
    ['{ "smoothing": "floor" }', "smoothing must be one of exp, none, got floor"],
  ])("%s is refused rather than signed", (json, message) => {
    expect(() => bleu(["a"], [["a"]], JSON.parse(json))).toThrow(
      new RangeError(`bleu: ${message}`),
    );
  });
});
