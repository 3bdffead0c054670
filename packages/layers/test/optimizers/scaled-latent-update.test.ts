import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { latentScaleOf } from "../../src/optimizers/latent-scale.ts";
import { scaledLatentUpdate } from "../../src/optimizers/scaled-latent-update.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

test("T03 the scales of a dense layer of 784 × 2048 and a convolution of 3×3 and 128 channels", () => {
  expect(latentScaleOf("glorot", [784, 2048])).toBeCloseTo(43.4511, 4);
  expect(latentScaleOf("glorot", [3, 3, 128, 128])).toBeCloseTo(39.1918, 4);
  expect(latentScaleOf("glorot-power-of-two", [3, 3, 128, 128])).toBe(32);
  expect(latentScaleOf(3, [1])).toBe(3);
});

test("T03 a step of 0.01 becomes one of 0.39, and 1.29 is clipped to 1", () => {
  const w = tf.variable(tf.tensor1d([0.9, 0.1, -0.9]));
  const optimizer = scaledLatentUpdate({ optimizer: tf.train.sgd(1), scale: 39.1918 });
  step(optimizer, [w, [-0.01, -0.01, 0.01]]);
  const [high, middle, low] = w.dataSync();
  expect([high, low]).toEqual([1, -1]);
  expect(middle).toBeCloseTo(0.491918, 5);
});

test("the step is scaled and not the gradient, which Adam would not notice", () => {
  const w = tf.variable(tf.scalar(0));
  step(scaledLatentUpdate({ optimizer: tf.train.adam(0.01), scale: 20 }), [w, [5]]);
  expect(w.dataSync()[0]).toBeCloseTo(-0.2, 5);
});

test("goes on where it was saved", async () => {
  const [v, w] = [tf.variable(tf.zeros([2, 3])), tf.variable(tf.zeros([2, 3]))];
  const first = scaledLatentUpdate({ optimizer: tf.train.adam(0.01), clip: 0.5 });
  step(first, [v, [1, -1, 2, 0, 0.5, 3]]);
  const second = await savedAndLoaded(first);
  w.assign(v);
  step(first, [v, [-1, 1, 2, 1, 0, 1]]);
  step(second, [w, [-1, 1, 2, 1, 0, 1]]);
  expect([...w.dataSync()]).toEqual([...v.dataSync()]);
});

test("leaves nothing behind", () => {
  const w = tf.variable(tf.ones([4, 4]));
  const before = tf.memory().numTensors;
  const optimizer = scaledLatentUpdate({ optimizer: tf.train.sgd(0.1) });
  for (let round = 0; round < 3; round++) step(optimizer, [w, new Array<number>(16).fill(1)]);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("scales and clips that are not positive are refused", () => {
  const optimizer = tf.train.sgd(1);
  expect(() => scaledLatentUpdate({ optimizer, scale: 0 })).toThrow("scale must be positive");
  expect(() => scaledLatentUpdate({ optimizer, clip: -1 })).toThrow("clip must be positive");
});
