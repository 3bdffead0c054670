import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { rectifiedSignQuantizer, tauSchedule } from "../../src/rectified-sign-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Two outputs, four weights each; means are not 0. */
const kernel = [0.9, -0.2, -0.7, 0.35, 0.15, -1.6, 2.4, 0.1];

/** Standardized as in the code: 2√2 over the deviation of the sample. */
function standardized(w: readonly number[]): number[] {
  return w.map((value, i) => {
    const output = w.filter((_, j) => j % 2 === i % 2);
    const mean = output.reduce((sum, v) => sum + v, 0) / output.length;
    const variance = output.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (output.length - 1);
    return ((value - mean) * 2 * Math.SQRT2) / Math.sqrt(variance + 1e-5);
  });
}

test("a weight is the sign of its distance from the mean of its output, scaled", () => {
  const { quantize } = rectifiedSignQuantizer({ scales: [2, 0.5] });
  const y = quantize(tf.tensor2d(kernel, [4, 2]));
  expect([...y.dataSync()]).toEqual([2, 0.5, -2, 0.5, -2, -0.5, 2, 0.5]);
});

describe.each([0.7, 0.85, 0.99])("τ = %d", (tau) => {
  test("the gradient is that of the clamp, through mean and variance", () => {
    const upstream = [1, -2, 0.5, 3, -1, 2, 0.25, 4];
    const z = standardized(kernel);
    const mean = z.reduce((sum, value) => sum + Math.abs(value), 0) / z.length;
    const limit = -mean * Math.log(2 - 2 * tau);
    const loss = (w: readonly number[]): number =>
      standardized(w).reduce(
        (sum, value, i) => sum + upstream[i]! * 1.5 * Math.min(Math.max(value, -limit), limit),
        0,
      );
    const { quantize } = rectifiedSignQuantizer({ scales: 1.5 });
    const [byKernel, byScale] = tf.grads((w: tf.Tensor, scales: tf.Tensor) =>
      tf.sum(
        tf.mul(
          quantize(w, { parameters: { tau: tf.scalar(tau), scales } }),
          tf.tensor2d(upstream, [4, 2]),
        ),
      ),
    )([tf.tensor2d(kernel, [4, 2]), tf.tensor1d([1.5, 1.5])]);
    expectClose(byKernel!.dataSync(), finiteDifferences(loss, kernel), 2e-5);
    const bySign = [0, 1].map((output) =>
      z.reduce(
        (sum, value, i) => sum + (i % 2 === output ? upstream[i]! * Math.sign(value) : 0),
        0,
      ),
    );
    expectClose(byScale!.dataSync(), bySign);
  });
});

test("with τ = 1 nothing is clamped, not even where all weights are equal", () => {
  const { quantize } = rectifiedSignQuantizer({ tau: 1, scale: "none" });
  const gradient = tf.grad((w) => tf.sum(tf.mul(quantize(w), tf.tensor2d([1, 3], [2, 1]))))(
    tf.tensor2d([0.5, 0.5], [2, 1]),
  );
  const slope = (2 * Math.SQRT2) / Math.sqrt(1e-5);
  expectClose(gradient.dataSync(), [-slope, slope], 1e-5);
});

test("τ rises as e to the step", () => {
  const schedule = tauSchedule({ steps: 4 });
  const middle = 0.85 + (0.14 * (Math.sqrt(Math.E) - 1)) / (Math.E - 1);
  expectClose([0, 2, 4, 9].map(schedule), [0.85, middle, 0.99, 0.99], 1e-12);
});

test.each([0.4, 1.1, Number.NaN])("a quantile of %d is refused", (tau) => {
  expect(() => rectifiedSignQuantizer({ tau })).toThrow(
    `rectifiedSignQuantizer: tau must be in 0.5 … 1, got ${tau}`,
  );
});
