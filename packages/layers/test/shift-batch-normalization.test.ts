import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { shiftBatchNormalization } from "../src/shift-batch-normalization.ts";

beforeAll(() => tf.setBackend("cpu"));

const column = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];

function inTraining(layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  const y = layer.apply(x, { training: true });
  if (y instanceof tf.Tensor) return y;
  throw new TypeError("inTraining: the layer must give one tensor");
}

test("T04 normalizes 1, 2, 4, 9 by shifts", () => {
  // mean 4, c = −3, −2, 0, 5, AP2(c) = −4, −2, 0, 4, variance 9, AP2(1/3) = 1/4
  const y = inTraining(shiftBatchNormalization(), column(1, 2, 4, 9));
  expect(valuesOf(y)).toEqual([-0.75, -0.5, 0, 1.25]);
});

test("keeps running statistics, by which it normalizes outside of training", () => {
  const layer = shiftBatchNormalization({ momentum: 0.5 });
  inTraining(layer, column(1, 2, 4, 9));
  const [, , mean, variance] = layer.getWeights().map(valuesOf);
  expect([mean, variance]).toEqual([[2], [5]]);
  layer.setWeights([[3], [1], [2], [15.9]].map((values) => tf.tensor1d(values)));
  // AP2(1/√15.9) = 1/4, AP2(3) = 4
  expect(valuesOf(layer.call(column(2, 6, -2), {}))).toEqual([1, 5, -3]);
});

test("its gradient has the powers of two in the place of what they stand for", () => {
  const layer = shiftBatchNormalization();
  const x = column(1, 2, 4, 9);
  inTraining(layer, x);
  layer.setWeights([[2], [0], [0], [1]].map((values) => tf.tensor1d(values)));
  const g = column(1, 0, 0, 0);
  const gradient = tf.grad((z: tf.Tensor) => inTraining(layer, z))(x, g);
  // (g − 1/4 − c·(1/16)·(−3/4))·(1/4)·2
  const expected = [-3, -2, 0, 5].map((c, i) => ((i === 0 ? 1 : 0) - 0.25 + (c * 0.75) / 16) / 2);
  expect(valuesOf(gradient)).toEqual(expected.map(Math.fround));
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(tf.mul(inTraining(layer, x), g)));
  expect(Object.values(grads).map(valuesOf)).toEqual([[-0.75], [1]]);
});

test.each([
  [{ momentum: 1 }, "momentum must be in [0, 1), got 1"],
  [{ epsilon: 0 }, "epsilon must be positive and finite, got 0"],
])("%j is refused", (args, message) => {
  expect(() => shiftBatchNormalization(args)).toThrow(message);
});
