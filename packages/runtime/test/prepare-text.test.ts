import { expect, test } from "vitest";
import { type PreparedText, prepareTexts } from "../src/prepare-text.ts";
import { readTokenizer } from "../src/text/index.ts";
import { finish } from "./search/toy-step.ts";
import { tinyTokenizer } from "./tiny-tokenizer.ts";

const tokenizer = readTokenizer(tinyTokenizer());

const maximumTokens = 12;

const prepare = (...texts: string[]): readonly PreparedText[] =>
  finish(prepareTexts(texts, { tokenizer, locale: "en", maximumTokens }));
const layout = ({ leading, pieces }: PreparedText) =>
  leading + pieces.map(({ text, separator }) => text + separator).join("");

test("pieces fit, copies have no tokens, the layout stays", () => {
  const texts = [" One. Two, three, four!\n\n🙂", "", "—"];
  const prepared = prepare(...texts);
  expect(prepared.map(layout)).toEqual(texts);
  expect(prepared[0]!.pieces.map(({ text, ids }) => [text, ids.length > 0])).toEqual([
    ["One.", true],
    ["Two, three,", true],
    ["four!", true],
    ["🙂", false],
  ]);
  for (const { ids, text } of prepared[0]!.pieces) {
    expect(ids).toEqual(ids.length === 0 ? [] : tokenizer.encode(text));
    expect(ids.length).toBeLessThanOrEqual(maximumTokens);
  }
  expect(prepared.map(({ pieces }) => pieces.map(({ textIndex }) => textIndex))).toEqual([
    [0, 0, 0, 0],
    [],
    [2],
  ]);
});

test.each([
  ["1 MB without a space", "a".repeat(1_000_000)],
  ["one sentence of 100 kB", "word ".repeat(20_000)],
  ["100 kB of unspaced script", "a字。".repeat(16_666)],
  ["100 kB of lone surrogates", "a\uD800 ".repeat(33_333)],
])("%s is taken apart", (_, text) => {
  const [prepared] = prepare(text);
  expect(layout(prepared!)).toBe(text);
  const longest = prepared!.pieces.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  expect(longest).toBeLessThanOrEqual(maximumTokens);
});
