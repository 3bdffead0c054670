import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { bop } from "../../src/optimizers/bop.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

test("T15 four weights flip or stay", async () => {
  const w = tf.variable(tf.tensor1d([1, 1, -1, 1]));
  const optimizer = bop({ gamma: 0.1, threshold: 0.01 });
  step(optimizer, [w, [0.5, -0.5, -0.5, 0.05]]);
  expect([...w.dataSync()]).toEqual([-1, 1, 1, 1]);
  expect(await optimizer.flipRatio()).toBe(0.5);
});

test("T15 a constant gradient flips a weight with the 693rd step", () => {
  const w = tf.variable(tf.scalar(1));
  const optimizer = bop({ gamma: 1e-3, threshold: 1e-6 });
  let steps = 0;
  while (w.dataSync()[0] === 1 && steps < 1000) {
    step(optimizer, [w, [2e-6]]);
    steps++;
  }
  expect(steps).toBe(693);
});

test("T15 there is no latent weight: only ±1, whatever the gradients", () => {
  const w = tf.variable(tf.tensor1d(Array.from({ length: 50 }, (_, i) => Math.sin(i) / 10)));
  const optimizer = bop({ gamma: 0.3, threshold: 0.05 });
  for (let round = 0; round < 30; round++) {
    const gradient = Array.from({ length: 50 }, (_, i) => Math.cos(7 * i + round));
    step(optimizer, [w, gradient]);
    expect(new Set(w.dataSync())).toEqual(new Set([-1, 1]));
  }
});

test("T15 where w·m equals the threshold the weight is +1, whichever it was", () => {
  const w = tf.variable(tf.tensor1d([1, -1]));
  step(bop({ gamma: 0.5, threshold: 0.25 }), [w, [0.5, -0.5]]);
  expect([...w.dataSync()]).toEqual([1, 1]);
});

test("by the paper's rule a tie flips none", async () => {
  const w = tf.variable(tf.tensor1d([1, -1, 1, -1]));
  const optimizer = bop({ gamma: 0.5, threshold: 0.25, tie: "kept" });
  step(optimizer, [w, [0.5, -0.5, 0.75, -0.75]]);
  expect([...w.dataSync()]).toEqual([1, -1, -1, 1]);
  const loaded = await savedAndLoaded(optimizer);
  expect(loaded.getConfig()).toMatchObject({ tie: "kept" });
});

test("weights that are no signs yet become those of themselves, 0 +1", () => {
  const w = tf.variable(tf.tensor1d([0.3, -0.2, 0, -0]));
  step(bop(), [w, [0, 0, 0, 0]]);
  expect([...w.dataSync()]).toEqual([1, -1, 1, 1]);
});

describe("the share of flips", () => {
  test("is that of the last step, over all variables", async () => {
    const [v, w] = [tf.variable(tf.ones([2])), tf.variable(tf.ones([2, 3]))];
    const optimizer = bop({ gamma: 1, threshold: 0 });
    expect(await optimizer.flipRatio()).toBe(0);
    step(optimizer, [v, [1, 1]], [w, [-1, -1, -1, 1, -1, -1]]);
    expect(await optimizer.flipRatio()).toBe(3 / 8);
    step(optimizer, [v, [-1, -1]], [w, [-1, -1, -1, 1, -1, 1]]);
    // The three that are −1 now go up where their gradient is negative.
    expect(await optimizer.flipRatio()).toBe(3 / 8);
    expect([...v.dataSync()]).toEqual([1, 1]);
  });
});

test("goes on where it was saved", async () => {
  const [v, w] = [tf.variable(tf.ones([3])), tf.variable(tf.ones([3]))];
  const first = bop({ gamma: 0.3, threshold: 0.5 });
  step(first, [v, [1, 0.9, 0]]);
  const second = await savedAndLoaded(first);
  w.assign(v);
  for (let round = 0; round < 3; round++) {
    step(first, [v, [1, 0.4, 1]]);
    step(second, [w, [1, 0.4, 1]]);
    expect([...w.dataSync()]).toEqual([...v.dataSync()]);
  }
  expect([...v.dataSync()]).toEqual([-1, 1, -1]);
  expect(second.iterations).toBe(4);
});

test("leaves nothing behind", () => {
  const w = tf.variable(tf.ones([4]));
  const before = tf.memory().numTensors;
  const optimizer = bop();
  for (let round = 0; round < 3; round++) step(optimizer, [w, [1, 2, 3, 4]]);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("a gradient of a variable that there is not is refused, by name", () => {
  const gradients = [{ name: "nothing/kernel", tensor: tf.scalar(1) }];
  expect(() => bop().applyGradients(gradients)).toThrow(
    'applyGradients: there is no variable "nothing/kernel"',
  );
});

test("options out of range are refused", () => {
  expect(() => bop({ threshold: -1 })).toThrow("bop: threshold must be at least 0");
  expect(() => bop({ tie: Object("flipped") })).toThrow('tie must be "positive" or "kept"');
  expect(() => bop({ gamma: 0 })).toThrow("bop: gamma must be more than 0 and at most 1, got 0");
});
