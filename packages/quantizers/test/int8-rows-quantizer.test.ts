import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { int8RowsQuantizer } from "../src/int8-rows-quantizer.ts";

beforeAll(() => tf.setBackend("cpu"));

test("each output has the scale max|w|/127, its greatest weight the digit ±127", () => {
  const kernel = tf.tensor2d([
    [127, -0.5],
    [-63, 0.25],
    [0.4, 0],
  ]);
  const [{ digits, scale }] = int8RowsQuantizer().encode(kernel);
  expect(scale.shape).toEqual([1, 2]);
  expect([...scale.dataSync()]).toEqual([1, Math.fround(0.5 / 127)]);
  // 0.25/(0.5/127) = 63.5 is a tie and becomes the even 64.
  expect([...digits.dataSync()]).toEqual([127, -127, -63, 64, 0, 0]);
});

test("ties go to the even digit", () => {
  const column = [127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5];
  const y = int8RowsQuantizer().quantize(tf.tensor2d(column, [7, 1]));
  expect([...y.dataSync()]).toEqual([127, 0, 2, 2, 0, -2, -2]);
});

test("an output of zeros, or too small for a scale, has the scale 1 and zeros", () => {
  const [{ digits, scale }] = int8RowsQuantizer().encode(tf.tensor2d([0, 2 ** -149], [1, 2]));
  expect([...scale.dataSync()]).toEqual([1, 1]);
  expect([...digits.dataSync()]).toEqual([0, 0]);
});

test("the outputs of a convolution are the last axis", () => {
  const kernel = tf.tensor4d([1, 10, -2, 20, 3, -30, 4, 40], [2, 2, 1, 2]);
  const [{ scale }] = int8RowsQuantizer().encode(kernel);
  expect(scale.shape).toEqual([1, 1, 1, 2]);
  expect([...scale.dataSync()]).toEqual([4 / 127, 40 / 127].map(Math.fround));
});

test("the gradient passes everywhere", () => {
  const { quantize } = int8RowsQuantizer();
  const gradient = tf.grad((z) => tf.mul(tf.sum(quantize(z)), 3))(tf.tensor2d([[-9, 0, 0.1]]));
  expect([...gradient.dataSync()]).toEqual([3, 3, 3]);
});

test("a scale axis that is not there is refused", () => {
  expect(() => int8RowsQuantizer(JSON.parse('{"scaleAxis":"rows"}'))).toThrow(
    "int8RowsQuantizer: scaleAxis must be one of",
  );
});
