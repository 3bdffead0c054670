import { describe, expect, test } from "vitest";
import { maskPair } from "../../src/data/masked-pair.ts";
import { plantSpans } from "../../src/data/plant-spans.ts";
import { WordLexicon } from "../../src/data/word-lexicon.ts";

const lexicon = new WordLexicon([
  ["dog", "Hund"],
  ["Dog", "Rüde"],
  ["open", "öffnen"],
  ["the file", "Datei"],
]);
const maskAll = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(maskPair).filter((pair) => pair !== undefined);

describe("WordLexicon", () => {
  test("knows pairs of single words, whatever their case, and names", () => {
    expect(lexicon.translates("Dog", "hund")).toBe(true);
    expect(lexicon.translates("dog", "Rüde")).toBe(true);
    expect(lexicon.translates("file", "Datei")).toBe(false);
    expect(lexicon.translates("Boston", "Boston")).toBe(true);
    expect(lexicon.translates("in", "in")).toBe(false);
  });
});

describe("plantSpans", () => {
  const pairs = maskAll([
    ["I see the dog.", "Ich sehe den Hund."],
    ["Tom knows %1 and 5 dogs.", "Tom kennt %1 und 5 Hunde."],
    ["It rains.", "Es regnet."],
  ]);
  const planted = plantSpans(pairs, { share: 40, lexicon }, 3);

  test("the same slots stand on both sides, in the order of the source", () => {
    expect(planted.length).toBeGreaterThan(60);
    for (const { source, target, spans } of planted) {
      const slots = source.match(/[\uE000-\uF8FF]/g) ?? [];
      expect(slots).toEqual(spans.map((_, i) => String.fromCharCode(0xe000 + i)));
      expect((target.match(/[\uE000-\uF8FF]/g) ?? []).sort()).toEqual(slots);
    }
  });

  test("marks up a word and its translation, or puts a value in their place", () => {
    const texts = planted.map(({ source, target }) => `${source} ${target}`);
    expect(texts).toContain("I see the \uE000dog\uE001. Ich sehe den \uE000Hund\uE001.");
    expect(texts).toContain("I see the \uE000. Ich sehe den \uE000.");
    expect(texts).toContain(
      "Tom knows \uE000\uE001\uE002 and \uE003 dogs. Tom kennt \uE000\uE001\uE002 und \uE003 Hunde.",
    );
    expect(texts.some((text) => text.includes("rains"))).toBe(false);
  });

  test("ends know each other", () => {
    const marked = planted.find(({ spans }) => spans.length === 2 && spans[0].role === "open");
    expect(marked?.spans).toEqual([
      { role: "open", partner: 1 },
      { role: "close", partner: 0 },
    ]);
  });

  test("depends on the seed alone", () => {
    expect(plantSpans(pairs, { share: 40, lexicon }, 3)).toEqual(planted);
    expect(plantSpans(pairs, { share: 40, lexicon }, 4)).not.toEqual(planted);
    expect(plantSpans(pairs, { share: 0, lexicon }, 3)).toEqual([]);
    expect(plantSpans([], { share: 1, lexicon }, 3)).toEqual([]);
  });
});
