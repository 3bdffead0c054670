import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type CrossEntropyOptions,
  labelSmoothedCrossEntropy,
} from "../src/label-smoothed-cross-entropy.ts";

beforeAll(() => tf.setBackend("cpu"));

const [rows, features, vocabulary] = [5, 3, 7];
const random = createRandom(5);
const normal = (shape: [number, number]): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, () => random.normal()),
    shape,
  );
const hidden = normal([rows, features]);
const table = normal([vocabulary, features]);
const teacherProbabilities = tf.softmax(normal([rows, vocabulary]));
const labels = Int32Array.of(6, 0, 3, 3, 1);
const weights = Float32Array.of(1, 1, 1, 0.5, 0);

/** The definition: a dense target distribution and the gradients that tfjs derives. */
function composed(h: tf.Tensor2D, e: tf.Tensor2D, options: CrossEntropyOptions): tf.Scalar {
  const { smoothing, teacher } = options;
  const oneHot = tf.oneHot(tf.tensor1d(options.labels, "int32"), vocabulary);
  const smoothed = tf.add(tf.mul(oneHot, 1 - smoothing), smoothing / vocabulary);
  const target = teacher
    ? tf.add(tf.mul(smoothed, 1 - teacher.weight), tf.mul(teacher.probabilities, teacher.weight))
    : smoothed;
  const logProbabilities = tf.logSoftmax(tf.matMul(h, e, false, true));
  const losses = tf.neg(tf.sum(tf.mul(target, logProbabilities), 1));
  return tf.sum<tf.Scalar>(tf.mul(losses, tf.tensor1d(options.weights)));
}

describe.each([
  ["plain labels", { smoothing: 0 }],
  ["smoothed labels", { smoothing: 0.1 }],
  ["a teacher", { smoothing: 0.1, teacher: { probabilities: teacherProbabilities, weight: 0.7 } }],
  [
    "a teacher alone",
    { smoothing: 0, teacher: { probabilities: teacherProbabilities, weight: 1 } },
  ],
])("with %s", (_, extra) => {
  const options = { labels, weights, ...extra };

  test("the loss equals the definition within 1e-5", () => {
    const actual = labelSmoothedCrossEntropy(hidden, table, options).dataSync()[0];
    expect(actual).toBeCloseTo(composed(hidden, table, options).dataSync()[0], 5);
  });

  test("both gradients equal those of the definition within 1e-5", () => {
    const gradients = (loss: typeof composed): tf.Tensor[] =>
      tf.grads((h: tf.Tensor, e: tf.Tensor) =>
        tf.mul(
          loss(tf.reshape(h, [rows, features]), tf.reshape(e, [vocabulary, features]), options),
          3,
        ),
      )([hidden, table]);
    const expected = gradients(composed);
    for (const [i, actual] of gradients(labelSmoothedCrossEntropy).entries()) {
      const difference = tf.max(tf.abs(tf.sub(actual, expected[i]))).dataSync()[0];
      expect(difference).toBeLessThan(1e-5);
    }
  });
});

test("the gradient by h equals the difference quotient within 1e-3", () => {
  const options = { labels, weights, smoothing: 0.1 };
  const loss = (h: tf.Tensor): tf.Scalar =>
    labelSmoothedCrossEntropy(tf.reshape(h, [rows, features]), table, options);
  const gradient = tf.grad(loss)(hidden).dataSync();
  const values = hidden.dataSync();
  for (let i = 0; i < values.length; i++) {
    const at = (by: number): number => {
      const moved = Float32Array.from(values);
      moved[i] += by;
      return composed(tf.tensor2d(moved, [rows, features]), table, options).dataSync()[0];
    };
    expect(Math.abs(gradient[i] - (at(0.01) - at(-0.01)) / 0.02)).toBeLessThan(1e-3);
  }
});

test("a row of weight 0 changes neither loss nor gradient", () => {
  const options = { labels, weights, smoothing: 0.1 };
  const relabelled = { ...options, labels: Int32Array.of(6, 0, 3, 3, 5) };
  const loss = (o: CrossEntropyOptions): number =>
    labelSmoothedCrossEntropy(hidden, table, o).dataSync()[0];
  expect(loss(relabelled)).toBe(loss(options));
});

describe("huge logits do not cancel", () => {
  // One feature: the logits of the row h are h times the table's column.
  const column = tf.tensor2d([0, 1, -1], [3, 1]);
  const lossOf = (h: number, label: number, extra: Partial<CrossEntropyOptions> = {}): number =>
    labelSmoothedCrossEntropy(tf.tensor2d([h], [1, 1]), column, {
      labels: Int32Array.of(label),
      weights: Float32Array.of(1),
      smoothing: 0,
      ...extra,
    }).dataSync()[0];

  test.each([1e3, 1e10, 1e18, 1e30])("logits 0, %d and its negative", (h) => {
    expect(lossOf(h, 1)).toBe(0);
    expect(lossOf(h, 0) / h).toBeCloseTo(1, 6);
    expect(lossOf(h, 2) / h).toBeCloseTo(2, 6);
    expect(lossOf(h, 1, { smoothing: 0.3 }) / h).toBeCloseTo(0.3, 6);
    const teacher = { probabilities: tf.tensor2d([0, 0.5, 0.5], [1, 3]), weight: 0.5 };
    expect(lossOf(h, 1, { teacher }) / h).toBeCloseTo(0.5, 6);
  });

  test("a logit that is no finite number makes the loss none", () => {
    expect(lossOf(Number.NaN, 0)).toBeNaN();
    expect(lossOf(Number.POSITIVE_INFINITY, 0)).toBeNaN();
    const broken = tf.tensor2d([0, Number.NaN, -1], [3, 1]);
    const options = { labels: Int32Array.of(0), weights: Float32Array.of(1), smoothing: 0 };
    const loss = labelSmoothedCrossEntropy(tf.tensor2d([1], [1, 1]), broken, options);
    expect(Number.isFinite(loss.dataSync()[0])).toBe(false);
  });
});

test("labels that are not one for each row are refused", () => {
  const options = { labels: labels.subarray(1), weights, smoothing: 0 };
  expect(() => labelSmoothedCrossEntropy(hidden, table, options)).toThrow(
    "labels (4) and weights (5) must equal rows (5)",
  );
});

test.each<[Partial<CrossEntropyOptions>, string]>([
  [{ labels: Int32Array.of(6, 0, 7, 3, 5) }, "labels[2] must be a token id below 7, got 7"],
  [{ labels: Int32Array.of(6, 0, 3, -1, 5) }, "labels[3] must be a token id below 7, got -1"],
  [{ smoothing: 1 }, "smoothing must be in [0, 1), got 1"],
  [{ smoothing: Number.NaN }, "smoothing must be in [0, 1), got NaN"],
])("%o is refused", (wrong, message) => {
  const options = { labels, weights, smoothing: 0.1, ...wrong };
  expect(() => labelSmoothedCrossEntropy(hidden, table, options)).toThrow(message);
});

test("a teacher of one row for all, or with a share above 1, is refused", () => {
  const options = { labels, weights, smoothing: 0.1 };
  const teacher = (rows: number, weight: number) => ({
    probabilities: tf.fill<tf.Rank.R2>([rows, 7], 1 / 7),
    weight,
  });
  const attempt = (rows: number, weight: number) => () =>
    labelSmoothedCrossEntropy(hidden, table, { ...options, teacher: teacher(rows, weight) });
  expect(attempt(5, 0.5)).not.toThrow();
  expect(attempt(1, 0.5)).toThrow("teacher.probabilities must have shape [5,7], got [1,7]");
  expect(attempt(5, 1.1)).toThrow("teacher.weight must be in [0, 1], got 1.1");
});
