import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { checkNoNaN } from "../src/check-no-nan.ts";

beforeAll(() => tf.setBackend("cpu"));

test("names the row-major index of the first NaN", () => {
  const x = tf.tensor2d([1, -0, 2, NaN, NaN, 3], [2, 3]);
  expect(() => checkNoNaN("weights", x)).toThrow(
    new RangeError("weights: value at index 3 must be a number, got NaN"),
  );
});

test("lets infinities and zeros pass", () => {
  expect(() => checkNoNaN("x", tf.tensor1d([0, -0, Infinity]))).not.toThrow();
});
