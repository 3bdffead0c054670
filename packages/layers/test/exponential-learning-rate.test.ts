import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { exponentialLearningRate } from "../src/exponential-learning-rate.ts";

test("falls by the same factor each batch, from the first rate to the last, and stays there", async () => {
  const optimizer = tf.train.adam(1);
  const { onBatchBegin } = exponentialLearningRate(optimizer, { first: 1, last: 1 / 16, steps: 5 });
  const rates: number[] = [];
  for (let step = 0; step < 7; step++) {
    await onBatchBegin?.(step);
    rates.push(Number(optimizer.getConfig().learningRate));
  }
  expect(rates).toEqual([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16, 1 / 16]);
});

test.each([
  { first: 0, last: 1, steps: 3 },
  { first: 1, last: -1, steps: 3 },
  { first: 1, last: 1, steps: Number.NaN },
])("%j is refused", (options) => {
  expect(() => exponentialLearningRate(tf.train.sgd(1), options)).toThrow(
    /^exponentialLearningRate: (first|last|steps) must be positive/,
  );
});
