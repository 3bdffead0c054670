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

test("distinct keeps the first of each text", () => {
  expect(distinct([option("a", -1), option("b", -2), option("a", -3)])).toEqual([
    option("a", -1),
    option("b", -2),
  ]);
});
