import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { weightDecay } from "../../src/optimizers/weight-decay.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

test("as a gradient it is that of half the sum of squares, times λ", () => {
  const w = tf.variable(tf.tensor1d([2, -4]));
  step(weightDecay({ optimizer: tf.train.sgd(0.5), decay: 0.25 }), [w, [1, 0]]);
  expect([...w.dataSync()]).toEqual([2 - 0.5 * 1.5, -4 + 0.5]);
});

test("decoupled it is a share of the weights, whatever the rate", () => {
  const w = tf.variable(tf.tensor1d([2, -4]));
  const optimizer = weightDecay({ optimizer: tf.train.sgd(0.5), decay: 0.25, kind: "decoupled" });
  step(optimizer, [w, [1, 0]]);
  expect([...w.dataSync()]).toEqual([2 - 0.5 - 0.5, -4 + 1]);
});

test("a decay that a schedule sets to 0 is none", () => {
  const w = tf.variable(tf.tensor1d([2]));
  const optimizer = weightDecay({ optimizer: tf.train.sgd(0.5), decay: 0.25 });
  optimizer.decay = 0;
  step(optimizer, [w, [1]]);
  expect([...w.dataSync()]).toEqual([1.5]);
});

test("goes on where it was saved", async () => {
  const [v, w] = [tf.variable(tf.ones([2])), tf.variable(tf.ones([2]))];
  const options = { decay: 0.01, kind: "decoupled" } as const;
  const first = weightDecay({ optimizer: tf.train.adam(0.1), ...options });
  step(first, [v, [1, -1]]);
  const second = await savedAndLoaded(first);
  expect(second.getConfig()).toEqual(first.getConfig());
  w.assign(v);
  step(first, [v, [0.5, 2]]);
  step(second, [w, [0.5, 2]]);
  expect([...w.dataSync()]).toEqual([...v.dataSync()]);
});

test.each(["gradient", "decoupled"] as const)("leaves nothing behind, %s", (kind) => {
  const w = tf.variable(tf.ones([3]));
  const before = tf.memory().numTensors;
  const optimizer = weightDecay({ optimizer: tf.train.sgd(0.1), decay: 0.1, kind });
  for (let round = 0; round < 3; round++) step(optimizer, [w, [1, 2, 3]]);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("what is no decay is refused", () => {
  const optimizer = tf.train.sgd(1);
  expect(() => weightDecay({ optimizer, decay: -1 })).toThrow(
    "weightDecay: decay must be at least 0 and finite, got -1",
  );
});
