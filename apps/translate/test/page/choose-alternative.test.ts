import { expect, test } from "vitest";
import { chooseAlternative } from "../../page/element/choose-alternative.ts";
import type {
  TranslatedParagraph,
  TranslatedSentence,
} from "../../page/engine/translated-paragraph.ts";

function sentence(text: string, start: number, isReliable = true): TranslatedSentence {
  const rest = { isCopied: false, faults: [], kept: [], alternatives: [text] };
  return {
    source: `source of ${text}`,
    text,
    start,
    end: start + text.length,
    isReliable,
    ...rest,
  };
}

const paragraph: TranslatedParagraph = {
  source: "One. Two. Three.",
  text: "Eins. Zwei. Drei.",
  isReliable: false,
  sentences: [sentence("Eins.", 0), sentence("Zwei.", 6, false), sentence("Drei.", 12)],
};

test("a sentence that was chosen stands there, and those behind it move", () => {
  const { text, sentences, isReliable, source } = chooseAlternative(paragraph, 1, "Zweitens.");
  expect(text).toBe("Eins. Zweitens. Drei.");
  expect(source).toBe(paragraph.source);
  expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
    "Eins.",
    "Zweitens.",
    "Drei.",
  ]);
  expect(isReliable).toBe(true);
});

test.each([
  [1, "Zwei."],
  [3, "Vier."],
])("sentence %i as %j changes nothing", (index, text) => {
  expect(chooseAlternative(paragraph, index, text)).toBe(paragraph);
});
