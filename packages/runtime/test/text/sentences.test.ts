import { fc, test } from "@fast-check/vitest";
import { describe, expect, vi } from "vitest";
import { joinSentences, splitSentences } from "../../src/text/index.ts";

const texts = (text: string, locale = "en") =>
  splitSentences(text, { locale }).sentences.map((sentence) => sentence.text);

describe("splitSentences", () => {
  test.each([
    ["Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]],
    ["Mr. Smith met Dr. Jones. They talked.", ["Mr. Smith met Dr. Jones.", "They talked."]],
    [
      "See Fig. 3. No. 5 is alive. No. I stay.",
      ["See Fig. 3.", "No. 5 is alive.", "No.", "I stay."],
    ],
    [
      "J. R. R. Tolkien wrote it. So do I. He left.",
      ["J. R. R. Tolkien wrote it.", "So do I.", "He left."],
    ],
    ["1. Open the file.\n2. Close it.", ["1. Open the file.", "2. Close it."]],
    [
      "It costs $3.50, e.g. Monday. Visit example.com.",
      ["It costs $3.50, e.g. Monday.", "Visit example.com."],
    ],
    ["Then... he left.", ["Then... he left."]],
    ["你好。再见。", ["你好。", "再见。"]],
    ["مرحبا. كيف حالك؟", ["مرحبا.", "كيف حالك؟"]],
    ["one\ntwo", ["one", "two"]],
    ["It is in vol. IX. The rest is lost.", ["It is in vol. IX.", "The rest is lost."]],
    ["vol. IX.", ["vol. IX."]],
    ["S. Doe, ed. (2009). A book.", ["S. Doe, ed. (2009).", "A book."]],
    [
      "A former director of the F.B.I. James B. Roe was fired.",
      ["A former director of the F.B.I. James B. Roe was fired."],
    ],
    ["He left the U.S. She stayed.", ["He left the U.S.", "She stayed."]],
    ["Done. \uE000 files copied.", ["Done.", "\uE000 files copied."]],
    ["Open \uE000. Then \uE001!", ["Open \uE000.", "Then \uE001!"]],
    ["Done.\uE000", ["Done.\uE000"]],
    ["\uE000. Open it. Close it.", ["\uE000. Open it.", "Close it."]],
    [
      "See fig. \uE000 there. No. \uE001 is old.",
      ["See fig. \uE000 there.", "No.", "\uE001 is old."],
    ],
    ["", []],
    [" \n\t ", []],
  ])("%j", (text, sentences) => {
    expect(texts(text)).toEqual(sentences);
  });

  test("German: ordinals and abbreviations", () => {
    expect(texts("Am 3. Oktober kam Hr. Maier, z. B. Montags. Gut.", "de")).toEqual([
      "Am 3. Oktober kam Hr. Maier, z. B. Montags.",
      "Gut.",
    ]);
  });

  test("line breaks, indentation and blank lines stay", () => {
    const text = "  Title\r\n\r\n\tFirst. Second.\n - item\u2028end\n";
    const split = splitSentences(text);
    expect(split.leading).toBe("  ");
    expect(joinSentences(split)).toBe(text);
    expect(joinSentences(split, ["A", "B", "C", "D", "E"])).toBe("  A\r\n\r\n\tB C\n D\u2028E\n");
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom(
        "A",
        "b",
        ".",
        "!",
        " ",
        "\n",
        "\r",
        "\t",
        "😀",
        "\uE000",
        "\uD800",
        "é",
        "。",
        "3",
      ),
    }),
  ])("joinSentences(splitSentences(text)) = text", (text) => {
    const split = splitSentences(text);
    expect(joinSentences(split)).toBe(text);
    for (const sentence of split.sentences) {
      expect(sentence.text).toBe(sentence.text.trim());
      expect(sentence.text).not.toMatch(/^$|[\n\r]/);
    }
  });

  test.each([
    ["no space", "a".repeat(1_000_000), 1],
    ["a sentence per three characters", "B? ".repeat(333_333), 333_333],
    [
      "a long head, then many sentences",
      `${"a".repeat(500_000)} ${"B? ".repeat(150_000)}`,
      150_000,
    ],
    ["blank lines", "\n".repeat(1_000_000), 0],
    ["one letter and its accents", `a${"\u0301".repeat(1_000_000)}`, 1],
  ])("1 MB: %s", (_, text, count) => {
    const split = splitSentences(text);
    expect(split.sentences.length).toBe(count);
    expect(joinSentences(split)).toBe(text);
  });

  test("a sentence across windows is the same as in one window", () => {
    const sentence = `${"Word ".repeat(700)}end.`;
    expect(texts(`${sentence} ${sentence} Short. ${sentence}`)).toEqual([
      sentence,
      sentence,
      "Short.",
      sentence,
    ]);
  });

  test("refuses what is no text", () => {
    // @ts-expect-error: a number is no text
    expect(() => splitSentences(3)).toThrow(TypeError);
    expect(() => joinSentences(splitSentences("One. Two."), ["only one"])).toThrow(RangeError);
  });
});

test("a platform without Intl.Segmenter is told which ones have it", () => {
  vi.stubGlobal("Intl", Object.create(Intl, { Segmenter: { value: undefined } }));
  try {
    expect(() => splitSentences("One. Two.")).toThrow(TypeError);
    expect(() => splitSentences("One. Two.")).toThrow(
      /no Intl\.Segmenter, which Chrome 87, .* load a polyfill \(@formatjs\/intl-segmenter\) before this package$/,
    );
  } finally {
    vi.unstubAllGlobals();
  }
});
