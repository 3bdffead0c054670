import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { booleanFlips } from "../../src/optimizers/boolean-flips.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

test("three steps, worked out by hand", async () => {
  const w = tf.variable(tf.tensor1d([1, -1, 1, -1]));
  let optimizer: tf.Optimizer = booleanFlips({ learningRate: 2 });
  // m = 1, 1, −1, −0.5: the first w·m reaches 1 and flips; β = 3/4.
  step(optimizer, [w, [0.5, 0.5, -0.5, -0.25]]);
  expect([...w.dataSync()]).toEqual([-1, -1, 1, -1]);
  // m = 0, 0.75, −0.75, −0.375, and then −0.5, −1.25, 1.25, −0.875: the second and third flip; β = 2/4.
  step(optimizer, [w, [-0.25, -1, 1, -0.25]]);
  expect([...w.dataSync()]).toEqual([-1, 1, -1, -1]);
  optimizer = await savedAndLoaded(optimizer);
  // m = −0.25, 0, 0, −0.4375, and then −0.75, 0, −0.5, −1.0625: the fourth flips.
  step(optimizer, [w, [-0.25, 0, -0.25, -0.3125]]);
  expect([...w.dataSync()]).toEqual([-1, 1, -1, 1]);
});

test("each variable forgets by its own share of flips", () => {
  const [v, w] = [tf.variable(tf.ones([1])), tf.variable(tf.ones([1]))];
  const optimizer = booleanFlips({ learningRate: 1 });
  step(optimizer, [v, [1]], [w, [0.5]]);
  step(optimizer, [v, [-0.5]], [w, [0.5]]);
  expect([...v.dataSync(), ...w.dataSync()]).toEqual([-1, -1]);
});

test("a rate that is not positive is refused", () => {
  expect(() => booleanFlips({ learningRate: 0 })).toThrow(
    "booleanFlips: learningRate must be positive and finite, got 0",
  );
});
