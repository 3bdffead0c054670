import { expect, test } from "vitest";
import { withElements } from "../../../src/text/elements/with-elements.ts";

/** Tokens are the indices of these. */
const vocabulary = ["we", " remove", " old", " files", "wir", " alte", " Dateien", " löschen", "."];
const slots = ["\uE000", "\uE001", "\uE002", "\uE003"];
const decode = (tokens: readonly number[]) =>
  tokens.map((token) => vocabulary[token] ?? slots[token - vocabulary.length]).join("");
const tokenOf = (slot: string) => vocabulary.length + slots.indexOf(slot);
const [a, b, c, d] = slots;
// "we" 2, "remove" 6, "old" 3, "files" 5 characters.
const old = { open: c!, close: d!, start: 8, end: 11, children: [] };
const oldFiles = { open: a!, close: b!, start: 8, end: 16, children: [old] };

/** "wir alte Dateien löschen." looks at we, old, files, remove and nothing. */
const looked = Float32Array.from(
  [
    [1, 0, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    [0, 1, 0, 0],
    [0.25, 0.25, 0.25, 0.25],
  ].flat(),
);

test("tags stand around their words, nested as they were", () => {
  const elements = [oldFiles];
  const tokens = withElements([0, 1, 2, 3], [4, 5, 6, 7, 8], looked, { elements, decode, tokenOf });
  expect(decode(tokens!)).toBe(`wir${a}${c} alte${d} Dateien${b} löschen.`);
});

test("what ends at a place stands before what begins there", () => {
  const remove = { open: c!, close: d!, start: 2, end: 8, children: [] };
  const elements = [remove, { ...oldFiles, children: [] }];
  const tokens = withElements([0, 1, 2, 3], [4, 5, 6, 7, 8], looked, { elements, decode, tokenOf });
  expect(decode(tokens!)).toBe(`wir${a} alte Dateien${b}${c} löschen${d}.`);
});

test("more elements than words cannot be placed", () => {
  const elements = [old, { ...oldFiles, children: [] }];
  const look = Float32Array.of(0, 0, 1, 0);
  expect(withElements([0, 1, 2, 3], [5], look, { elements, decode, tokenOf })).toBe(undefined);
});
