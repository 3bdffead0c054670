import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

beforeAll(() => installTrainingBackend());

test("rows come in the order of the indices, of any shape", () => {
  const x = tf.tensor2d([0, 1, 10, 11, 20, 21], [3, 2]);
  const y = tf.gather(x, tf.tensor2d([2, 0, 2, 1], [2, 2], "int32"));
  expect(y.shape).toEqual([2, 2, 2]);
  expect(Array.from(y.dataSync())).toEqual([20, 21, 0, 1, 20, 21, 10, 11]);
});

test("integers and booleans are gathered too", () => {
  const indices = tf.tensor1d([1, 1, 0], "int32");
  expect(tf.gather(tf.tensor1d([7, 9], "int32"), indices).dataSync()).toEqual(
    Int32Array.of(9, 9, 7),
  );
  expect(tf.gather(tf.tensor1d([true, false], "bool"), indices).dataSync()).toEqual(
    Uint8Array.of(0, 0, 1),
  );
});

test.each([-1, 3])("the index %i of three rows is refused", (index) => {
  const indices = tf.tensor1d([0, index], "int32");
  const before = tf.memory().numTensors;
  expect(() => tf.gather(tf.zeros([3, 2]), indices)).toThrow(
    `GatherV2: index 1 must be in [0, 3), got ${index}`,
  );
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 1);
});

test("segment sums leave out ids outside the segments", () => {
  for (const dtype of ["float32", "int32"] as const) {
    const x = tf.tensor2d([1, 2, 4, 8, 16, 32], [3, 2], dtype);
    const sums = tf.unsortedSegmentSum(x, tf.tensor1d([1, -1, 1], "int32"), 3);
    expect(Array.from(sums.dataSync())).toEqual([0, 0, 17, 34, 0, 0]);
  }
});
