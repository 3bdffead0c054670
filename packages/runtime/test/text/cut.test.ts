import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { cutSentence, longestRun, type Piece } from "../../src/text/index.ts";

const cut = (
  text: string,
  maximum: number,
  length = (part: string) => [...part].length,
): Piece[] => [...cutSentence({ text, separator: "\n" }, (part) => length(part) <= maximum)];
const join = (pieces: readonly Piece[]) => pieces.map((p) => p.text + p.separator).join("");

describe("cutSentence", () => {
  test("a sentence that fits stays whole", () => {
    expect(cut("Hello, world.", 13)).toEqual([
      { text: "Hello, world.", separator: "\n", translatable: true },
    ]);
  });

  test("prefers the clause, then the space, then the character", () => {
    expect(cut("one two three, four five six", 15).map((p) => p.text)).toEqual([
      "one two three,",
      "four five six",
    ]);
    expect(cut("one two three four", 10).map((p) => p.text)).toEqual(["one two", "three four"]);
    expect(cut("abcdef", 3).map((p) => [p.text, p.separator])).toEqual([
      ["abc", ""],
      ["def", "\n"],
    ]);
  });

  test("never inside a character as a reader sees it, unless it alone is too long", () => {
    const family = "👩‍👩‍👧";
    expect(cut(`${family}${family}`, 5).map((p) => p.text)).toEqual([family, family]);
    expect(cut("👍🏽👍🏽", 3).map((p) => p.text)).toEqual(["👍🏽", "👍🏽"]);
    expect(join(cut(`a${"\u0301".repeat(100)}`, 7))).toBe(`a${"\u0301".repeat(100)}\n`);
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom(
        "A",
        "b",
        ",",
        " ",
        "\u00a0",
        "😀",
        "\uD800",
        "\uDC00",
        "é",
        "、",
        "\u0301",
      ),
    }),
    fc.integer({ min: 1, max: 9 }),
  ])("pieces fit, are trimmed and give the sentence back", (raw, maximum) => {
    const text = raw.trim();
    const pieces = cut(text, maximum);
    expect(join(pieces)).toBe(text === "" ? "" : `${text}\n`);
    for (const piece of pieces) {
      expect([...piece.text].length).toBeLessThanOrEqual(maximum);
      expect(piece.text).toBe(piece.text.trim());
      expect(piece.text).not.toBe("");
    }
  });

  test("what has no letter and no digit is not translatable", () => {
    expect(cut("—— 🙂 \u0007", 99).map((p) => p.translatable)).toEqual([false]);
    expect(cut("№ 5", 99).map((p) => p.translatable)).toEqual([true]);
  });

  test("a run without white space beyond the limit is copied, its neighbours are translated", () => {
    const run = "x".repeat(longestRun + 1);
    expect(
      cut(`See ${run} and  ${run}`, 2 * longestRun).map((p) => [
        p.text,
        p.separator,
        p.translatable,
      ]),
    ).toEqual([
      ["See", " ", true],
      [run, " ", false],
      ["and", "  ", true],
      [run, "\n", false],
    ]);
    expect(cut("x".repeat(longestRun), longestRun)[0]?.translatable).toBe(true);
  });

  test("1 MB without a space is one copied piece and asks nothing", () => {
    let asked = 0;
    const sentence = { text: "y".repeat(1_000_000), separator: "" };
    const pieces = [...cutSentence(sentence, () => asked++ === 0)];
    expect(pieces.map((p) => [p.text.length, p.translatable])).toEqual([[1_000_000, false]]);
    expect(asked).toBe(0);
  });

  test("1 MB in one sentence of words asks for at most its length at each halving", () => {
    let asked = 0;
    const text = "word ".repeat(200_000).trim();
    const pieces = cutSentence({ text, separator: "" }, (part) => {
      asked += part.length;
      return part.length <= 1000;
    });
    expect(join([...pieces])).toBe(text);
    expect(asked).toBeLessThanOrEqual(
      text.length * (1 + Math.ceil(Math.log2(text.length / 1000)) + 3),
    );
  });

  test("a limit below one character is an error", () => {
    const pieces = cutSentence({ text: "ab", separator: "" }, () => false);
    expect(() => pieces.next()).toThrow(RangeError);
  });
});
