import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { clippedSignQuantizer } from "../src/clipped-sign-quantizer.ts";

beforeAll(() => tf.setBackend("cpu"));

const x = [-1.5, -1, -0.25, -0, 0, 1e-30, 0.5, 1, 1.0001];

test("is −1 below 0 and +1 at and above it, −0 included", () => {
  const y = clippedSignQuantizer().quantize(tf.tensor1d(x));
  expect([...y.dataSync()]).toEqual([-1, -1, -1, 1, 1, 1, 1, 1, 1]);
});

test("passes the gradient where |x| ≤ 1", () => {
  const { quantize } = clippedSignQuantizer();
  const gradient = tf.grad((z) => tf.mul(tf.sum(quantize(z)), 3))(tf.tensor1d(x));
  expect([...gradient.dataSync()]).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 0].map((mask) => 3 * mask));
});

test("passes the gradient where |x| ≤ clip", () => {
  const { quantize } = clippedSignQuantizer({ clip: 0.25 });
  const gradient = tf.grad((z) => tf.sum(quantize(z)))(tf.tensor1d(x));
  expect([...gradient.dataSync()]).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 0]);
});

test("leaves NaN as NaN", () => {
  expect([
    ...clippedSignQuantizer()
      .quantize(tf.tensor1d([NaN, -2]))
      .dataSync(),
  ]).toEqual([NaN, -1]);
});

test.each([0, -1, NaN, Number.POSITIVE_INFINITY])("clip %d is refused", (clip) => {
  expect(() => clippedSignQuantizer({ clip })).toThrow(RangeError);
});
