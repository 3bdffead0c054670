import { expect, test } from "vitest";
import { readTokenizer } from "../src/text/index.ts";
import { createTranslator } from "../src/translate/translator.ts";
import { openSession } from "./open-session.ts";
import { tinyTokenizer } from "./tiny-tokenizer.ts";

async function open() {
  const tokenizer = readTokenizer(tinyTokenizer());
  const { vocabularySize } = tokenizer;
  const { session } = await openSession({ vocabularySize, seed: 3, maximumLength: 96 });
  return createTranslator({ session, tokenizer, locale: "en", targetLocale: "de" });
}

test("words have their places in the texts, and a link for each pair", async () => {
  const translator = await open();
  const { source, target, links } = await translator.align("open the file", " die  datei!");
  expect(source).toEqual([
    { text: "open", start: 0, end: 4 },
    { text: "the", start: 5, end: 8 },
    { text: "file", start: 9, end: 13 },
  ]);
  expect(target).toEqual([
    { text: "die", start: 1, end: 4 },
    { text: "datei", start: 6, end: 11 },
    { text: "!", start: 11, end: 12 },
  ]);
  expect(links.map((row) => row.length)).toEqual([3, 3, 3]);
  expect(links.flat().every((p) => p >= 0 && p <= 1)).toBe(true);
});

test("no words on a side are no links", async () => {
  const translator = await open();
  expect((await translator.align("", "ja")).links).toEqual([[]]);
  expect(await translator.align("yes", "")).toMatchObject({ target: [], links: [] });
});

test("what is no text is refused, and what is longer than the model reads", async () => {
  const translator = await open();
  await expect(Reflect.apply(translator.align, translator, ["yes", 1])).rejects.toThrow(
    /align: target must be a string, got number/,
  );
  await expect(translator.align("a".repeat(99), "b")).rejects.toThrow(/at most 96 tokens/);
});
