import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { squareHinge, summedSquareHinge } from "../src/square-hinge.ts";

beforeAll(() => tf.setBackend("cpu"));

test("is the mean of max(0, 1 − y·z)² over classes and batch", () => {
  const labels = tf.tensor2d([
    [1, 0, 0],
    [0, 0, 1],
  ]);
  const scores = tf.tensor2d([
    [2, -1, 0],
    [0.5, -3, 0.5],
  ]);
  // 0, 0, 1 and 2.25, 0, 0.25
  expect(squareHinge(labels, scores).dataSync()[0]).toBeCloseTo(3.5 / 6, 6);
  // Over the batch alone: 1 and 2.5
  expect(summedSquareHinge(labels, scores).dataSync()[0]).toBeCloseTo(3.5 / 2, 6);
});

test("has the gradient −2·y·max(0, 1 − y·z)/n", () => {
  const labels = tf.tensor2d([[1, 0]]);
  const gradient = tf.grad((z) => squareHinge(labels, z))(tf.tensor2d([[0.25, -2]]));
  expect([...gradient.dataSync()]).toEqual([-0.75, 0]);
  const summed = tf.grad((z) => summedSquareHinge(labels, z))(tf.tensor2d([[0.25, -2]]));
  expect([...summed.dataSync()]).toEqual([-1.5, 0]);
});

test("leaves its result and nothing else", () => {
  const [labels, scores] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 0]])];
  const before = tf.memory().numTensors;
  squareHinge(labels, scores);
  expect(tf.memory().numTensors).toBe(before + 1);
});
