import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { Mixture, mixture } from "../src/mixture.ts";

beforeAll(() => tf.setBackend("cpu"));

const a = tf.tensor2d([[1, 2, 4]]);
const b = tf.tensor2d([[3, -2, 8]]);

function mixed(layer: Mixture): number[] {
  const y = layer.apply([a, b]);
  if (y instanceof tf.Tensor) return [...y.dataSync()];
  throw new TypeError("mixture: must give one tensor");
}

test("each feature has a share of the first input, held within 0 … 1", () => {
  const layer = mixture();
  expect(mixed(layer)).toEqual([2, 0, 6]);
  layer.setWeights([tf.tensor1d([0.25, -3, 7])]);
  expect(mixed(layer)).toEqual([2.5, -2, 4]);
});

test("inputs receive their shares, and a share beyond its bounds the way back", () => {
  const layer = mixture({ share: 0.25 });
  mixed(layer);
  layer.setWeights([tf.tensor1d([0.25, -3, 7])]);
  const loss = (): tf.Scalar => tf.sum(tf.tensor1d(mixed(layer)));
  expect(loss().dataSync()[0]).toBe(4.5);
  const gradients = tf.grads((x: tf.Tensor, y: tf.Tensor) => layer.call([x, y]))([a, b]);
  expect(gradients.map((gradient) => [...gradient.dataSync()])).toEqual([
    [0.25, 0, 1],
    [0.75, 1, 0],
  ]);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(layer.call([a, b])));
  expect(Object.values(grads).map((gradient) => [...gradient.dataSync()])).toEqual([[-2, 4, -4]]);
});

test("takes two inputs of one shape, and a share", () => {
  const [x, y] = [tf.input({ shape: [2] }), tf.input({ shape: [3] })];
  expect(() => mixture({ name: "m" }).apply([x, y])).toThrow(
    "m: there must be two inputs of one shape, got [[null,2],[null,3]]",
  );
  expect(() => mixture({ name: "m" }).apply(x)).toThrow("m: there must be two inputs of one shape");
  expect(() => mixture({ share: 2 })).toThrow("mixture: share must be in 0 … 1, got 2");
  expect(() => mixture({ name: "m" }).shares).toThrow(
    "m: the layer has no weights before it is built",
  );
});

test("a configuration makes the same layer", () => {
  const config = mixture({ share: 0.75 }).getConfig();
  expect(Mixture.fromConfig(Mixture, config).getConfig()).toEqual(config);
});
