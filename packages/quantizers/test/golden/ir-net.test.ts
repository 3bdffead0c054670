import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { standardizedSignQuantizer } from "../../src/standardized-sign-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Two outputs, four weights each; means are not 0. */
const kernel = [0.9, -0.2, -0.7, 0.35, 0.15, -1.6, 2.4, 0.1];

function standardized(w: readonly number[]): number[] {
  return w.map((value, i) => {
    const output = w.filter((_, j) => j % 2 === i % 2);
    const mean = output.reduce((sum, v) => sum + v, 0) / output.length;
    const variance = output.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (output.length - 1);
    return (value - mean) / Math.sqrt(variance);
  });
}

test("weights are balanced: the sign of the distance from the mean, times a power of two", () => {
  // Distances 3, −1, −1, −1: deviation 2, so z = 1.5, −½, −½, −½ with a mean magnitude of ¾, which is nearest to 1 (in
  // logarithm); with z = ±√¾ the scale is 1, too.
  const { quantize } = standardizedSignQuantizer();
  const w = tf.tensor2d([5, 7, 1, 7, 1, 5, 1, 5], [4, 2]);
  expect([...quantize(w).dataSync()]).toEqual([1, 1, -1, 1, -1, -1, -1, -1]);
  // One of 16 apart: z = 3.75 and 15 times −¼, of which the mean magnitude is 0.47, so the scale is ½.
  const apart = tf.tensor2d([16, ...new Array<number>(15).fill(0)], [16, 1]);
  expect([...quantize(apart).dataSync()].slice(0, 3)).toEqual([0.5, -0.5, -0.5]);
});

test("signs and scales do not change where weights are scaled or moved", () => {
  const { quantize } = standardizedSignQuantizer();
  const w = tf.tensor2d(kernel, [4, 2]);
  const moved = tf.add(tf.mul(w, 0.125), 3);
  expect(quantize(moved).dataSync()).toEqual(quantize(w).dataSync());
});

test.each([0.1, 0.8, 4])("with t = %d the gradient is that of k·tanh(t·z), through z", (t) => {
  const upstream = [1, -2, 0.5, 3, -1, 2, 0.25, 4];
  const gain = Math.max(1 / t, 1);
  const loss = (w: readonly number[]): number =>
    standardized(w).reduce((sum, z, i) => sum + upstream[i]! * gain * Math.tanh(t * z), 0);
  const { quantize } = standardizedSignQuantizer();
  const gradient = tf.grad((w: tf.Tensor) =>
    tf.sum(
      tf.mul(
        quantize(w, { parameters: { sharpness: tf.scalar(t) } }),
        tf.tensor2d(upstream, [4, 2]),
      ),
    ),
  )(tf.tensor2d(kernel, [4, 2]));
  expectClose(gradient.dataSync(), finiteDifferences(loss, kernel), 2e-5);
});

test("weights that are all equal are 0 of either sign, with a gradient that is finite", () => {
  const { quantize, encode } = standardizedSignQuantizer();
  const w = tf.fill([4, 1], 0.5);
  expect([...quantize(w).dataSync()]).toEqual([0, 0, 0, 0]);
  expect([...encode(w)[0].digits.dataSync()]).toEqual([1, 1, 1, 1]);
  const gradient = tf.grad((x) => tf.sum(quantize(x)))(w);
  expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
});

test("a scale that there is not is refused", () => {
  expect(() => standardizedSignQuantizer(JSON.parse('{ "scale": "mean" }'))).toThrow(
    "standardizedSignQuantizer: scale must be one of power-of-two, none, got mean",
  );
});
