import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { AdamOptimizer } from "../../src/epochs/adam-optimizer.ts";
import { optimizerState, restoreOptimizer } from "../../src/epochs/optimizer-state.ts";

beforeAll(() => tf.setBackend("cpu"));

/** x after some updates that bring x·(x − [1, 2]) down, from x = [3, −4]. */
function minimize(optimizer: tf.Optimizer, updates: number, start: readonly number[] = [3, -4]) {
  const x = tf.variable(tf.tensor1d([...start]));
  const loss = (): tf.Scalar => tf.sum<tf.Scalar>(tf.mul(x, tf.sub(x, [1, 2])));
  for (let i = 0; i < updates; i++) optimizer.minimize(loss, false, [x]);
  return [...x.dataSync()];
}

test("updates as tf.train.adam does, but for rounding", () => {
  const [own, theirs] = [new AdamOptimizer(0.1), tf.train.adam(0.1)].map((one) =>
    minimize(one, 25),
  );
  expect(own?.[0]).toBeCloseTo(theirs?.[0] ?? Number.NaN, 3);
  expect(own?.[1]).toBeCloseTo(theirs?.[1] ?? Number.NaN, 3);
});

test("goes on from its state to the same bits", async () => {
  const whole = minimize(new AdamOptimizer(0.1), 20);
  const before = new AdamOptimizer(0.1);
  const halfway = minimize(before, 7);
  const after = new AdamOptimizer(0.1);
  await restoreOptimizer(after, structuredClone(await optimizerState(before)));
  expect(minimize(after, 13, halfway)).toEqual(whole);
  expect(minimize(new AdamOptimizer(0.1), 13, halfway)).not.toEqual(whole);
});
