import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { noise, run } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

function losses(logits: Float32Array, labels: number[], smoothing: number, ignoredLabel = -1) {
  const classes = logits.length / labels.length;
  return run(
    "BnnkitSoftmaxCrossEntropy",
    {
      logits: tf.tensor(logits, [labels.length, classes]),
      labels: tf.tensor1d(labels, "int32"),
    },
    {
      onValue: 1 - smoothing + smoothing / classes,
      offValue: smoothing / classes,
      ignoredLabel,
    },
  )[0].dataSync();
}

test.each([
  [2, 0],
  [2, 0.1],
  [31, 0.1],
  [257, 0],
  [1000, 0.1],
])("%i classes, smoothing %d equal the float64 formula", (classes, smoothing) => {
  const labels = [0, classes - 1, 1];
  const logits = noise(3 * classes).map((value) => value * 10);
  const actual = losses(logits, labels, smoothing);
  labels.forEach((label, row) => {
    const slice = Array.from(logits.subarray(row * classes, (row + 1) * classes));
    const largest = Math.max(...slice);
    const logSum = largest + Math.log(slice.reduce((sum, x) => sum + Math.exp(x - largest), 0));
    const mean = slice.reduce((sum, x) => sum + x, 0) / classes;
    const expected = logSum - (1 - smoothing) * slice[label] - smoothing * mean;
    expect(actual[row]).toBeCloseTo(expected, 4);
  });
});

test("rows with the ignored label cost nothing, whatever their logits", () => {
  const actual = losses(Float32Array.of(1, 2, Number.NaN, Number.POSITIVE_INFINITY), [1, 0], 0, 0);
  expect(actual[0]).toBeCloseTo(Math.log(1 + Math.exp(-1)), 6);
  expect(actual[1]).toBe(0);
});

test("large logits do not overflow", () => {
  expect(losses(Float32Array.of(1e30, -1e30), [0], 0)[0]).toBe(0);
  expect(losses(Float32Array.of(1000, 1000), [0], 0)[0]).toBeCloseTo(Math.LN2, 3);
});

test("a NaN among the logits shows in the loss", () => {
  expect(losses(Float32Array.of(1, Number.NaN, 2, 3), [0], 0)[0]).toBeNaN();
});

test.each([-1, 2])("the label %i of two classes is refused", (label) => {
  expect(() => losses(new Float32Array(4), [1, label], 0, -7)).toThrow(
    `label 1 must be in [0, 2), got ${label}`,
  );
});
