import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { noise, run } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

test.each([1, 3, 4, 31, 32, 33, 127, 128, 129])(
  "%i columns equal the float64 formula",
  (columns) => {
    const x = noise(5 * columns);
    const gamma = noise(columns, 2);
    const beta = noise(columns, 3);
    const epsilon = 1e-6;
    const [y] = run(
      "BnnkitLayerNorm",
      { x: tf.tensor(x, [5, columns]), gamma: tf.tensor1d(gamma), beta: tf.tensor1d(beta) },
      { epsilon },
    );
    expect(y.shape).toEqual([5, columns]);
    const values = y.dataSync();
    for (let row = 0; row < 5; row++) {
      const slice = Array.from(x.subarray(row * columns, (row + 1) * columns));
      const mean = slice.reduce((a, b) => a + b, 0) / columns;
      const variance = slice.reduce((a, b) => a + (b - mean) ** 2, 0) / columns;
      slice.forEach((value, c) => {
        const expected = ((value - mean) / Math.sqrt(variance + epsilon)) * gamma[c] + beta[c];
        expect(values[row * columns + c]).toBeCloseTo(expected, 5);
      });
    }
  },
);

test("a constant row gives beta", () => {
  const [y] = run(
    "BnnkitLayerNorm",
    { x: tf.fill([2, 5], 3), gamma: tf.fill([5], 7), beta: tf.tensor1d([1, 2, 3, 4, 5]) },
    { epsilon: 1e-6 },
  );
  expect(Array.from(y.dataSync())).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
});

test("gamma of a size that does not divide the last axis is refused", () => {
  expect(() =>
    run("BnnkitLayerNorm", { x: tf.zeros([2, 7]), gamma: tf.zeros([3]), beta: tf.zeros([3]) }),
  ).toThrow(/last axis of x \(7\) must be a multiple of gamma's size \(3\)/);
});
