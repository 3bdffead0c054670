import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import {
  attentionDistillation,
  hiddenDistillation,
  logitDistillation,
} from "../src/distillation-losses.ts";

beforeAll(() => tf.setBackend("cpu"));

const numberOf = (value: tf.Scalar): number => value.dataSync()[0] ?? Number.NaN;

test("logits: cross entropy with the teacher's probabilities, a mean over the rows", () => {
  const even = tf.tensor2d([[0, 0]]);
  const likely = tf.tensor2d([[Math.log(3), 0]]);
  expect(numberOf(logitDistillation(even, likely))).toBeCloseTo(Math.log(2), 6);
  // −¾·ln ¾ − ¼·ln ¼
  expect(numberOf(logitDistillation(likely, likely))).toBeCloseTo(0.562335, 5);
  const rows = tf.concat([even, likely]);
  const both = logitDistillation(rows, tf.concat([likely, likely]));
  expect(numberOf(both)).toBeCloseTo((Math.log(2) + 0.562335) / 2, 5);
  const doubled = tf.mul<tf.Tensor2D>(likely, 2);
  expect(numberOf(logitDistillation(doubled, doubled, 2))).toBeCloseTo(0.562335, 5);
  // Over both classes of both rows, too.
  const ofElements = logitDistillation(rows, tf.concat([likely, likely]), 1, "elements");
  expect(numberOf(ofElements)).toBeCloseTo((Math.log(2) + 0.562335) / 4, 5);
});

test("logits: the gradient is the difference of the probabilities, over the rows", () => {
  const teacher = tf.tensor2d([[Math.log(3), 0]]);
  const gradient = tf.grad((x) => logitDistillation(tf.reshape(x, [1, 2]), teacher))(
    tf.tensor2d([[0, 0]]),
  );
  const [first, second] = gradient.dataSync();
  expect(first).toBeCloseTo(0.5 - 0.75, 6);
  expect(second).toBeCloseTo(0.5 - 0.25, 6);
});

test("hidden rows: the mean squares of each layer's differences, added", () => {
  const student = [tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 0]])];
  const teacher = [tf.tensor2d([[1, 4]]), tf.tensor2d([[3, 1]])];
  // (0 + 4)/2 + (9 + 1)/2
  expect(numberOf(hiddenDistillation(student, teacher))).toBeCloseTo(7, 6);
  expect(numberOf(hiddenDistillation(teacher, teacher))).toBe(0);
});

test("attention scores: those of padding count as 0 on both sides", () => {
  const student = [tf.tensor4d([1, -1e9, 3, -100], [1, 1, 2, 2])];
  const teacher = [tf.tensor4d([2, -1e9, 1, -1e4], [1, 1, 2, 2])];
  // (1 + 0 + 4 + 0)/4
  expect(numberOf(attentionDistillation(student, teacher))).toBeCloseTo(1.25, 6);
  const [own = tf.scalar(0)] = student;
  const gradient = tf.grad((x: tf.Tensor) => attentionDistillation([x], teacher))(own);
  expect(Array.from(gradient.dataSync(), (value) => value + 0)).toEqual([-0.5, 0, 1, 0]);
});

test("what they refuse", () => {
  const [one, two] = [tf.zeros<tf.Rank.R2>([1, 2]), tf.zeros<tf.Rank.R2>([2, 2])];
  expect(() => logitDistillation(one, two)).toThrow("got [1,2] and [2,2]");
  expect(() => logitDistillation(one, one, 0)).toThrow("temperature must be positive, got 0");
  expect(() => hiddenDistillation([one], [one, one])).toThrow("must have the same shapes");
  expect(() => hiddenDistillation([], [])).toThrow("must have the same shapes");
});
