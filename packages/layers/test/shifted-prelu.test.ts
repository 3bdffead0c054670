import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { ShiftedPReLU, shiftedPReLU } from "../src/shifted-prelu.ts";
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

test("with a slope above zero both sides and their place are learned", () => {
  const layer = shiftedPReLU({ slope: 0.5, slopeAbove: 2 });
  const x = tf.tensor2d([
    [-3, 1],
    [5, -1],
  ]);
  applyLayer(layer, x);
  layer.setWeights(
    [
      [1, 0],
      [0.5, 0.25],
      [0, 10],
      [2, -4],
    ].map((values) => tf.tensor1d(values)),
  );
  // 0.5·(−2), −4·1 + 10, 2·6, 0.25·(−1) + 10
  expect([...applyLayer(layer, x).dataSync()]).toEqual([-1, 6, 12, 9.75]);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  const [before, slopes, after, above] = Object.values(grads).map((grad) => [...grad.dataSync()]);
  expect(before).toEqual([0.5 + 2, -4 + 0.25]);
  expect(slopes).toEqual([-2, -1]);
  expect(after).toEqual([2, 2]);
  expect(above).toEqual([6, 1]);
});

test("slopes may be powers of two, which latent slopes go through", () => {
  const layer = shiftedPReLU({ slope: 0.3, slopeAbove: 3, slopeQuantizer: powers });
  const x = tf.tensor2d([[-1], [1]]);
  expect([...applyLayer(layer, x).dataSync()]).toEqual([-0.25, 4]);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  expect(Object.values(grads).map((grad) => grad.dataSync()[0])).toEqual([4.25, -1, 2, 1]);
});

const powers = { name: "power-of-two", options: { maxExponent: 2 } };

test("a configuration makes the same layer", () => {
  const config = shiftedPReLU({ slopeAbove: 1, slopeQuantizer: powers }).getConfig();
  const again = ShiftedPReLU.fromConfig(ShiftedPReLU, config);
  expect(again.getConfig()).toEqual(config);
  expect(config.slopeAbove).toBe(1);
});

test("has a finite slope, and weights when it is built", () => {
  expect(() => shiftedPReLU({ slope: Number.NaN })).toThrow(
    "shiftedPReLU: slope must be finite, got NaN",
  );
  expect(() => shiftedPReLU({ slopeAbove: 0 })).toThrow(
    "shiftedPReLU: slopeAbove must be finite and not 0, got 0",
  );
  expect(() => shiftedPReLU({ name: "r" }).parameters).toThrow(
    "r: the layer has no weights before it is built",
  );
});
