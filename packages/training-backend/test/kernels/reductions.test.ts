import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { noise } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

describe.each([1, 3, 7, 8, 9, 127, 128, 129, 1023, 1025])("rows of %i", (columns) => {
  const values = noise(3 * columns);
  const rows = [0, 1, 2].map((r) => Array.from(values.slice(r * columns, (r + 1) * columns)));

  test("sum, mean, max over the last axis", () => {
    const x = tf.tensor(values, [3, columns]);
    const [sum, mean, max] = [tf.sum(x, 1), tf.mean(x, 1), tf.max(x, 1)].map((t) => t.dataSync());
    rows.forEach((row, r) => {
      const exact = row.reduce((a, b) => a + b, 0);
      // at most columns/8 additions in a row of each lane
      const tolerance = 2 ** -24 * columns * (1 + columns / 8);
      expect(Math.abs(sum[r] - exact)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(mean[r] - exact / columns)).toBeLessThanOrEqual(tolerance / columns);
      expect(max[r]).toBe(Math.max(...row));
    });
  });

  test("sum over the first axis", () => {
    const sums = tf.sum(tf.tensor(values, [3, columns]), 0).dataSync();
    for (let c = 0; c < columns; c++) {
      expect(sums[c]).toBe(Math.fround(Math.fround(rows[0][c] + rows[1][c]) + rows[2][c]));
    }
  });
});

test("a sum of ten million tenths keeps six digits", () => {
  const sum = tf.sum(tf.fill([10_000_000], 0.1)).dataSync()[0];
  expect(sum / 1e6).toBeCloseTo(Math.fround(0.1) * 10, 5);
});

test("NaN spoils its own row", () => {
  const x = tf.tensor2d([1, Number.NaN, 2, 3, 4, 5, 6, 7, 8, 9], [2, 5]);
  for (const reduced of [tf.sum(x, 1), tf.mean(x, 1), tf.max(x, 1)]) {
    const values = reduced.dataSync();
    expect(values[0]).toBeNaN();
    expect(values[1]).not.toBeNaN();
  }
});

test("an empty axis sums to 0", () => {
  expect(Array.from(tf.sum(tf.zeros([3, 0]), 1).dataSync())).toEqual([0, 0, 0]);
});

test("booleans and integers sum to integers", () => {
  const sum = tf.sum(tf.tensor([1, 0, 1], [3], "bool"));
  expect([sum.dtype, sum.dataSync()[0]]).toEqual(["int32", 2]);
});
