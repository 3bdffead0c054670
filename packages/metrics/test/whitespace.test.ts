import { expect, test } from "vitest";
import { removeWhitespace, splitWords, trimEnd } from "../src/whitespace.ts";

const unicodeSpaces = [
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680],
  ...Array.from({ length: 11 }, (_, i) => 0x2000 + i),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
];

test("of all code points exactly these 29 separate words", () => {
  const separators: number[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    if (splitWords(`a${String.fromCodePoint(code)}b`).length === 2) separators.push(code);
  }
  expect(separators).toEqual(unicodeSpaces);
  expect(separators.length).toBe(29);
});

test("runs at either end and between words count once", () => {
  const run = String.fromCodePoint(...unicodeSpaces);
  expect(splitWords(`${run}a${run}b${run}`)).toEqual(["a", "b"]);
  expect(removeWhitespace(`${run}a${run}b${run}`)).toBe("ab");
  expect(trimEnd(`${run}a${run}b${run}`)).toBe(`${run}a${run}b`);
  expect(splitWords(run)).toEqual([]);
});

test("a long run within a line takes time in proportion to it", () => {
  const line = `a${" ".repeat(400_000)}b`;
  // A search that starts anew at each space took 30 s for a fifth of it.
  expect(trimEnd(line)).toBe(line);
});
