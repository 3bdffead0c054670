import { describe, expect, test } from "vitest";
import { parseCsvTable } from "../../src/weightless/csv-table.ts";
import {
  classNamesOf,
  holdOut,
  labelledRows,
  rowsOfImages,
} from "../../src/weightless/labelled-rows.ts";

const table = parseCsvTable("1,b\n2,a\n3,b\n4,c\n5,a", "last");
const rows = labelledRows(table, classNamesOf(table));

test("classes are numbered in the order of their names, numbers by value", () => {
  expect(classNamesOf(table)).toEqual(["a", "b", "c"]);
  expect([...rows.labels]).toEqual([1, 0, 1, 2, 0]);
  expect(classNamesOf(parseCsvTable("1,10\n1,9\n1,-1", "last"))).toEqual(["-1", "9", "10"]);
});

describe("holding out", () => {
  test("the last rows", () => {
    const { train, test: held } = holdOut(rows, { last: 2 });
    expect([...Array.from(train.values), ...train.labels]).toEqual([1, 2, 3, 1, 0, 1]);
    expect([...Array.from(held.values), ...held.labels]).toEqual([4, 5, 2, 0]);
  });

  test("a share that the seed draws: every row once, the same again, others with another seed", () => {
    const valuesOf = (seed: number): number[] => {
      const { train, test: held } = holdOut(rows, { share: 0.4, seed });
      expect([train.rows, held.rows]).toEqual([3, 2]);
      return [...Array.from(train.values), ...Array.from(held.values)];
    };
    const drawn = [1, 2, 3, 4].map(valuesOf);
    for (const values of drawn) expect(values.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(valuesOf(1)).toEqual(drawn[0]);
    expect(new Set(drawn.map(String)).size).toBeGreaterThan(1);
  });

  test("one row at least on both sides", () => {
    expect(holdOut(rows, { share: 0.01, seed: 1 }).test.rows).toBe(1);
    expect(() => holdOut(rows, { last: 5 })).toThrow("has 5 rows, of which 5 are to be held out");
  });
});

test("images are rows of pixels", () => {
  const images = { count: 2, height: 1, width: 2, channels: 1 };
  const of = rowsOfImages({
    ...images,
    images: Uint8Array.of(1, 2, 3, 4),
    labels: Uint8Array.of(0, 1),
  });
  expect(of).toMatchObject({ features: 2, rows: 2 });
});
