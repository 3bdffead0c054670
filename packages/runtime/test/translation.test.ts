import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { type Alternative, distinct, joinAlternatives } from "../src/translate/translation.ts";

const option = (text: string, score: number): Alternative => {
  return { text, score, logProbability: 2 * score };
};

test("texts and scores of parts add up, with what stands between them", () => {
  const parts = [
    { alternatives: [option("A", -1), option("a", -3)], separator: " " },
    { alternatives: [option("B", -2), option("b", -2.5)], separator: "\n" },
  ];
  expect(joinAlternatives("> ", parts, 3)).toEqual([
    option("> A B\n", -1 - 2),
    option("> A b\n", -1 - 2.5),
    option("> a B\n", -3 - 2),
  ]);
  expect(joinAlternatives("  ", [], 3)).toEqual([option("  ", 0)]);
});

test.prop([
  fc.array(fc.array(fc.integer({ min: -9, max: 0 }), { minLength: 1, maxLength: 3 }), {
    maxLength: 4,
  }),
  fc.integer({ min: 1, max: 5 }),
])("the best n of all combinations", (scores, n) => {
  const parts = scores.map((list, part) => ({
    alternatives: list.sort((a, b) => b - a).map((score, i) => option(`${part}.${i}`, score)),
    separator: " ",
  }));
  let all = [0];
  for (const list of scores) all = all.flatMap((sum) => list.map((score) => sum + score));
  const joined = joinAlternatives("", parts, n);
  expect(joined.map(({ score }) => score)).toEqual(all.sort((a, b) => b - a).slice(0, n));
  expect(new Set(joined.map(({ text }) => text)).size).toBe(joined.length);
});

test("texts that come out the same from other parts are kept once", () => {
  const parts = [
    { alternatives: [option("a", -1), option("ab", -2)], separator: "" },
    { alternatives: [option("bc", -1), option("c", -1.5), option("d", -4)], separator: "" },
  ];
  expect(joinAlternatives("", parts, 9).map(({ text }) => text)).toEqual([
    "abc",
    "ac",
    "abbc",
    "ad",
    "abd",
  ]);
});

test("a text of 40,000 sentences with two translations each is joined", () => {
  const sentence = {
    alternatives: [option("yes yes", -1), option("no no no", -2)],
    separator: " ",
  };
  const parts = new Array<typeof sentence>(40_000).fill(sentence);
  const joined = joinAlternatives("", parts, 3);
  expect(joined.map(({ score }) => score)).toEqual([-40_000, -40_001, -40_001]);
  expect(joined.map(({ text }) => text.length)).toEqual([320_000, 320_001, 320_001]);
  expect(joined[1]?.text).not.toBe(joined[2]?.text);
});

test("distinct keeps the first of each text", () => {
  expect(distinct([option("a", -1), option("b", -2), option("a", -3)])).toEqual([
    option("a", -1),
    option("b", -2),
  ]);
});
