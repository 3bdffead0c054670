import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { noise } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

const special = [0, -0, 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const operations: Record<
  string,
  [(a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (x: number, y: number) => number]
> = {
  add: [tf.add, (x, y) => x + y],
  sub: [tf.sub, (x, y) => x - y],
  mul: [tf.mul, (x, y) => x * y],
  div: [tf.div, (x, y) => x / y],
  maximum: [tf.maximum, Math.max],
  minimum: [tf.minimum, Math.min],
  squaredDifference: [tf.squaredDifference, (x, y) => Math.fround(x - y) * Math.fround(x - y)],
  less: [tf.less, (x, y) => Number(x < y)],
  lessEqual: [tf.lessEqual, (x, y) => Number(x <= y)],
  greater: [tf.greater, (x, y) => Number(x > y)],
  greaterEqual: [tf.greaterEqual, (x, y) => Number(x >= y)],
  equal: [tf.equal, (x, y) => Number(x === y)],
  notEqual: [tf.notEqual, (x, y) => Number(x !== y)],
};

describe.each(Object.entries(operations))("%s", (_, [operation, scalar]) => {
  test("of every pair of special values, as a table", () => {
    const n = special.length;
    const table = operation(tf.tensor(special, [n, 1]), tf.tensor(special, [1, n])).dataSync();
    special.forEach((x, i) => {
      special.forEach((y, j) => {
        expect(table[i * n + j], `${x}, ${y}`).toBe(Math.fround(scalar(x, y)));
      });
    });
  });

  test.each([1, 3, 4, 15, 16, 17, 31, 33, 131])(
    "of rows of %i against rows, a row, a column, a scalar",
    (columns) => {
      const a = noise(3 * columns);
      const b = noise(3 * columns, 2);
      const x = tf.tensor(a, [3, columns]);
      const at: [tf.Tensor, (i: number) => number][] = [
        [tf.tensor(b, [3, columns]), (i) => b[i]],
        [tf.tensor(b.slice(0, columns), [columns]), (i) => b[i % columns]],
        [tf.tensor(b.slice(0, 3), [3, 1]), (i) => b[Math.floor(i / columns)]],
        [tf.scalar(b[0]), () => b[0]],
      ];
      for (const [y, valueAt] of at) {
        const forward = Array.from(a, (value, i) => Math.fround(scalar(value, valueAt(i))));
        const backward = Array.from(a, (value, i) => Math.fround(scalar(valueAt(i), value)));
        expect(Array.from(operation(x, y).dataSync())).toEqual(forward);
        expect(Array.from(operation(y, x).dataSync())).toEqual(backward);
      }
    },
  );

  test("of int32 still works", () => {
    const a = tf.tensor([7, -3, 2], [3], "int32");
    const values = operation(a, tf.tensor([7, 2, 5], [3], "int32")).dataSync();
    expect(Array.from(values)).toEqual(
      [
        [7, 7],
        [-3, 2],
        [2, 5],
      ].map(([x, y]) => Math.floor(scalar(x, y))),
    );
  });

  test("of an empty tensor is empty", () => {
    expect(operation(tf.zeros([0, 3]), tf.ones([3])).shape).toEqual([0, 3]);
  });
});

describe("exp", () => {
  test("relative error is below 2⁻²² of the float64 value from −87.3 to 88.7", () => {
    const x = Float32Array.from({ length: 100_003 }, (_, i) => -87.3 + (176 * i) / 100_002);
    const y = tf.exp(tf.tensor1d(x)).dataSync();
    x.forEach((value, i) => {
      const expected = Math.exp(value);
      expect(Math.abs(y[i] - expected) / expected).toBeLessThan(2 ** -22);
    });
  });

  test("special values", () => {
    const x = [
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      89,
      -1e9,
      -88,
    ];
    expect(Array.from(tf.exp(tf.tensor1d(x)).dataSync())).toEqual([
      1,
      1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      0,
      0,
    ]);
  });
});
