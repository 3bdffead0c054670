import { readTokenizer } from "@bnnkit/runtime/text";
import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteCharacters } from "../../src/tokenizer/byte-characters.ts";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { baseVocabularySize, formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";
import { toyPairs } from "../toy-text.ts";

const texts = toyPairs().flat();
const json = formatTokenizerFile(trainBytePairs(countWords(texts), { tokens: 200 }));
const tokenizer = readTokenizer(json);

describe("formatTokenizerFile", () => {
  test("has the special tokens, the bytes and what was learnt", () => {
    expect(["<pad>", "<s>", "</s>"].map((token) => tokenizer.idOf(token))).toEqual([0, 1, 2]);
    expect(tokenizer.idOf("<value-0>")).toBe(3);
    expect(tokenizer.idOf("Ġ")).toBe(3 + 30 + 0x20);
    expect(tokenizer.vocabularySize).toBeLessThanOrEqual(baseVocabularySize + 200);
    expect(new Set(byteCharacters).size).toBe(256);
  });

  test("the same text gives the same bytes", () => {
    const again = trainBytePairs(countWords([...texts].reverse()), { tokens: 200 });
    expect(formatTokenizerFile(again)).toBe(json);
  });

  test("a word is one token at the start and inside a sentence, and the end token closes it", () => {
    const [first, ...rest] = tokenizer.encode("Hund sieht Hund");
    expect(rest.at(-2)).toBe(first);
    expect(rest.at(-1)).toBe(2);
  });

  test.each([
    "",
    " ",
    "  two spaces  ",
    "</s> and <pad> are text here",
    "tab\tand\nline\r\nend\u0085\u2028",
    "Straße, naïve, 東京, 🤷🏽‍♀️, \u0000\u0001, שלום",
    "\ufeffmark \u00ad \u00a0",
    "don't won't it's 12,345.67",
  ])("decodes %j to itself", (text) => {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  property.prop([fc.string({ unit: "binary" })])("decodes any text to itself", (text) => {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  test("encodes by the merges in their order", () => {
    const small = formatTokenizerFile(
      trainBytePairs(
        new Map([
          [" hug", 9],
          [" pug", 5],
        ]),
        { tokens: 3 },
      ),
    );
    const { encode, idOf } = readTokenizer(small);
    expect(encode("hug pug")).toEqual([
      ...["Ġhug", "Ġ", "p", "ug"].map((token) => idOf(token)).filter((id) => id !== undefined),
      2,
    ]);
  });
});
