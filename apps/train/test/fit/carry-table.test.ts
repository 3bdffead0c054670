import { expect, test } from "vitest";
import { carryTable, type Vocabulary } from "../../src/fit/carry-table.ts";

function vocabulary(...tokens: readonly (string | undefined)[]): Vocabulary {
  const idOf = (token: string): number | undefined => {
    const id = tokens.indexOf(token);
    return id < 0 ? undefined : id;
  };
  return { vocabularySize: tokens.length, idOf, spellingOf: (id) => tokens[id] };
}

test("a token has its row, or the mean of those of its longest parts", () => {
  const from = vocabulary("a", "b", "ab", "é");
  const to = vocabulary("é", "aba", "b", "abé", "xa");
  const table = Float32Array.of(1, 10, 2, 20, 6, 60, -3, -0);
  expect(Array.from(carryTable(table, { from, to }))).toEqual([
    ...[-3, -0], // é
    ...[3.5, 35], // ab, a
    ...[2, 20], // b
    ...[1.5, 30], // ab, é
    ...[1, 10], // x is nowhere, a
  ]);
});

test("what nothing spells has the mean of all rows", () => {
  const from = vocabulary("a", "b");
  const table = Float32Array.of(1, 3);
  const to = vocabulary("x", undefined, "", "b");
  expect(Array.from(carryTable(table, { from, to }))).toEqual([2, 2, 2, 3]);
});
