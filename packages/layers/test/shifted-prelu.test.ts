import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { shiftedPReLU } from "../src/shifted-prelu.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

test("T14 RPReLU: γ = 0.5, ζ = −0.1, slope 0.25", () => {
  const layer = shiftedPReLU();
  const x = tf.tensor2d([[-1], [0.5], [2]]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor1d([-0.5]), tf.tensor1d([0.25]), tf.tensor1d([-0.1])]);
  const y = [...applyLayer(layer, x).dataSync()];
  for (const [i, expected] of [-0.475, -0.1, 1.4].entries()) expect(y[i]).toBeCloseTo(expected, 6);
});

test("inputs, slopes and shifts receive gradients", () => {
  const layer = shiftedPReLU({ slope: 0.5 });
  const x = tf.tensor2d([
    [-2, 1],
    [4, -3],
  ]);
  applyLayer(layer, x);
  const { value, grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  expect(value.dataSync()[0]).toBe(-1 + 1 + 4 - 1.5);
  const [before, slopes, after] = Object.values(grads).map((gradient) => [...gradient.dataSync()]);
  expect(before).toEqual([1.5, 1.5]);
  expect(slopes).toEqual([-2, -3]);
  expect(after).toEqual([2, 2]);
  expect([
    ...tf
      .grad((z) => tf.sum(applyLayer(layer, z)))(x)
      .dataSync(),
  ]).toEqual([0.5, 1, 1, 0.5]);
});

test("has a finite slope, and weights when it is built", () => {
  expect(() => shiftedPReLU({ slope: Number.NaN })).toThrow(
    "shiftedPReLU: slope must be finite, got NaN",
  );
  expect(() => shiftedPReLU({ name: "r" }).parameters).toThrow(
    "r: the layer has no weights before it is built",
  );
});
