import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

beforeAll(() => installTrainingBackend());

test("fractions are not cut to integers", () => {
  const y = tf.oneHot(tf.tensor1d([1, 0], "int32"), 3, 0.75, 0.125, "float32");
  expect(Array.from(y.dataSync())).toEqual([0.125, 0.75, 0.125, 0.75, 0.125, 0.125]);
});

test("without a dtype the result is int32", () => {
  const y = tf.oneHot(tf.tensor2d([1, 0, 3, -1], [2, 2], "int32"), 3);
  expect([y.dtype, y.shape]).toEqual(["int32", [2, 2, 3]]);
  expect(Array.from(y.dataSync())).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
});
