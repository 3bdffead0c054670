import type { Translation } from "@bnnkit/runtime";
import { expect, test } from "vitest";
import { translatedParagraph } from "../../page/engine/translated-paragraph.ts";

const scores = { score: -1, logProbability: -1 };

function piece(source: string, text: string): Translation["pieces"][number] {
  const state = { isCopied: false, isComplete: true, isReliable: true, faults: [] };
  return { ...scores, ...state, source, text, alternatives: [{ ...scores, text }] };
}

function paragraphOf(text: string, ...pieces: Translation["pieces"]) {
  const translation = { ...scores, text, isReliable: true, alternatives: [], pieces };
  return translatedParagraph("source", translation);
}

test("sentences stand where they are in the translation, equal ones, too", () => {
  const { text, sentences } = paragraphOf(
    "  Ja. Ja.\nNein.",
    piece("Yes.", "Ja."),
    piece("Yes.", "Ja."),
    piece("No.", "Nein."),
  );
  expect(sentences.map(({ start }) => start)).toEqual([2, 6, 10]);
  expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
    "Ja.",
    "Ja.",
    "Nein.",
  ]);
});

test("what is kept is what both sides have, no more often than the source", () => {
  const [sentence] = paragraphOf(
    "3 Dateien, 3 und 5 in /etc/hosts.",
    piece("3 files and 4 in /etc/hosts.", "3 Dateien, 3 und 5 in /etc/hosts."),
  ).sentences;
  expect(sentence?.kept).toEqual([
    { start: 0, end: 1, kind: "number" },
    { start: 22, end: 32, kind: "path" },
  ]);
});

test("an empty translation has no sentences", () => {
  expect(paragraphOf("").sentences).toEqual([]);
});
