import { expect, test } from "vitest";
import { wordsOf } from "../../../src/text/elements/words.ts";

/** Tokens are indices of pieces. */
const words = (...pieces: string[]) =>
  wordsOf(
    pieces.map((_, i) => i),
    (tokens) => tokens.map((i) => pieces[i]).join(""),
  );

test("tokens of letters that touch are one word; signs and slots are their own", () => {
  expect(words("Wo", " ist", " Da", "tei", "manager", "-", "X", "?!", " \uE000", "s", "")).toEqual([
    { text: "Wo", first: 0, next: 1, start: 0 },
    { text: "ist", first: 1, next: 2, start: 2 },
    { text: "Dateimanager", first: 2, next: 5, start: 5 },
    { text: "-", first: 5, next: 6, start: 17 },
    { text: "X", first: 6, next: 7, start: 18 },
    { text: "?!", first: 7, next: 8, start: 19 },
    { text: "\uE000", first: 8, next: 9, start: 21 },
    { text: "s", first: 9, next: 10, start: 22 },
  ]);
});

test("white space that is a token of its own stands between words", () => {
  expect(words("a", " ", "b").map(({ text, start }) => [text, start])).toEqual([
    ["a", 0],
    ["b", 1],
  ]);
});

test("no tokens are no words", () => {
  expect(words()).toEqual([]);
  expect(words(" ", "")).toEqual([]);
});
