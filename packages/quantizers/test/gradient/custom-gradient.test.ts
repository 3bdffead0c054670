import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { withCustomGradient } from "../../src/gradient/custom-gradient.ts";

beforeAll(() => tf.setBackend("cpu"));

function product(a: tf.Tensor1D, b: tf.Tensor1D): tf.Tensor1D {
  return withCustomGradient<tf.Rank.R1>([a, b], {
    forward: () => ({ value: tf.mul(a, b), saved: [a, b] }),
    // Twice the true gradient of the first factor, to see that this one is used.
    backward: (gradient, [x, y]) => [tf.mul(tf.mul(gradient, y), 2), tf.mul(gradient, x)],
  });
}

test("uses the backward pass it is given", () => {
  const [byA, byB] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
    tf.sum(product(tf.reshape(a, [2]), tf.reshape(b, [2]))),
  )([tf.tensor1d([2, 3]), tf.tensor1d([5, 7])]);
  expect([...byA.dataSync()]).toEqual([10, 14]);
  expect([...byB.dataSync()]).toEqual([2, 3]);
});

test("leaves no tensor behind", () => {
  const a = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    tf.grad((z) => tf.sum(product(tf.reshape(z, [2]), a)))(a);
  });
  expect(tf.memory().numTensors).toBe(before);
});
