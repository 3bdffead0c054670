import { expect, test } from "vitest";
import { knownLetters, readTokenizer } from "../../src/text/index.ts";
import { tinyTokenizer } from "../tiny-tokenizer.ts";

/** "ü" is the bytes C3 BC, which byte-level vocabularies write "Ã¼". */
const isKnown = knownLetters(readTokenizer(tinyTokenizer([["Ã", "¼"]])));

test.each([
  ["hello", true],
  ["üü", true],
  ["日本語", false],
  ["мир", false],
  ["мир ü hello", true],
  ["мир ü", false],
  ["日a", true],
  ["12 🙂", true],
  ["", true],
])("%s: %s", (text, expected) => {
  expect(isKnown(text)).toBe(expected);
});
