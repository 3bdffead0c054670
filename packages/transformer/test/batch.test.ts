import { expect, test } from "vitest";
import { padRows, shiftTarget } from "../src/batch.ts";
import { batchOf } from "./tiny-transformer.ts";

test("targets shift by one; padding has no weight", () => {
  const batch = batchOf(
    [
      [3, 2],
      [4, 5, 2],
    ],
    [
      [1, 6, 7, 2],
      [1, 2],
    ],
  );
  const { inputs, labels, weights, tokens } = shiftTarget(batch);
  expect([...inputs]).toEqual([1, 6, 7, 1, 2, 0]);
  expect([...labels]).toEqual([6, 7, 2, 2, 0, 0]);
  expect([...weights]).toEqual([1, 1, 1, 1, 0, 0]);
  expect(tokens).toBe(4);
});

test("rows are padded to the longest", () => {
  const { ids, length } = padRows([[5], [6, 7, 8]], 9);
  expect(length).toBe(3);
  expect([...ids]).toEqual([5, 9, 9, 6, 7, 8]);
});

test.each([[[]], [[[1], []]]])("rows %j are refused", (rows) => {
  expect(() => padRows(rows, 0)).toThrow(RangeError);
});

test("rows in great number are padded, too", () => {
  const rows = Array.from({ length: 200_003 }, () => [7]);
  expect(padRows(rows, 0).ids.length).toBe(200_003);
});

test("an id that a dictionary did not have is refused", () => {
  const [missing] = Array.from<number>([]);
  expect(() => padRows([[5], [6, missing]], 0)).toThrow(
    "rows[1][1] must be a token id, an integer ≥ 0, got undefined",
  );
});
