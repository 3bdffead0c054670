import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { layerNorm, layerNormEpsilon } from "../src/layer-norm.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(3);
const normal = (shape: number[]): tf.Tensor => {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
};

/** The definition, from the operations of tfjs and their own gradients. */
function composed(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const runs = tf.reshape(x, [-1, gamma.size]);
  const { mean, variance } = tf.moments(runs, 1, true);
  const deviation = tf.sqrt(tf.add(variance, layerNormEpsilon));
  const normalized = tf.div(tf.sub(runs, mean), deviation);
  return tf.reshape(tf.add(tf.mul(normalized, gamma), beta), x.shape);
}

function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const difference = tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0];
  expect(difference).toBeLessThan(tolerance);
}

describe.each([
  [[5, 7], 7],
  [[3, 14], 7],
  [[2, 3, 5, 11], 11],
  [[1, 1], 1],
])("x of shape %j in runs of %i", (shape, length) => {
  const x = normal(shape);
  const gamma = normal([length]);
  const beta = normal([length]);
  const weights = normal(shape);

  test("equals the composition within 1e-5", () => {
    expectClose(layerNorm(x, gamma, beta), composed(x, gamma, beta), 1e-5);
  });

  test("its three gradients equal those of the composition within 1e-4", () => {
    const gradients = (norm: typeof composed): tf.Tensor[] =>
      tf.grads((a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
        tf.sum(tf.mul(norm(a, b, c), weights)),
      )([x, gamma, beta]);
    const expected = gradients(composed);
    for (const [i, actual] of gradients(layerNorm).entries()) {
      expectClose(actual, expected[i], 1e-4);
    }
  });
});

test("its gradient equals the difference quotient of the float64 formula within 1e-4", () => {
  const values = Array.from({ length: 5 }, () => random.normal());
  const weights = [2, -3, 5, 7, -11];
  const loss = (x: readonly number[]): number => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    return x.reduce(
      (sum, value, i) => sum + (weights[i] * (value - mean)) / Math.sqrt(variance + 1e-6),
      0,
    );
  };
  const gradient = tf
    .grad((x) =>
      tf.sum(tf.mul(layerNorm(x, tf.ones([5]), tf.zeros([5])), tf.tensor2d(weights, [1, 5]))),
    )(tf.tensor2d(values, [1, 5]))
    .dataSync();
  for (let i = 0; i < 5; i++) {
    const moved = (by: number): number[] =>
      values.map((value, j) => (j === i ? value + by : value));
    const slope = (loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5;
    expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
  }
});

// T16: ±1 dot products of length D have variance D; the norm brings it to 1 whatever D is.
test.each([2, 31, 256, 1024])("rows of ±1 products of length %i have variance 1", (depth) => {
  const rows = 7;
  const signs = (shape: [number, number]): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from({ length: shape[0] * shape[1] }, () => random.sign()),
      shape,
    );
  const dot = tf.matMul(signs([rows, depth]), signs([depth, 64]));
  const normalized = layerNorm(dot, tf.ones([64]), tf.zeros([64]));
  const { mean, variance } = tf.moments(normalized, 1);
  expectClose(mean, tf.zeros([rows]), 1e-6);
  expectClose(variance, tf.ones([rows]), 1e-5);
});

test("a constant row gives β", () => {
  const y = layerNorm(tf.fill([1, 3], 7), tf.ones([3]), tf.tensor1d([1, -0, 2]));
  expect([...y.dataSync()]).toEqual([1, 0, 2]);
});

test("a row that gamma does not divide is refused", () => {
  expect(() => layerNorm(tf.ones([2, 5]), tf.ones([2]), tf.ones([2]))).toThrow(
    "features (5) must be a multiple of gamma's size (2)",
  );
});
