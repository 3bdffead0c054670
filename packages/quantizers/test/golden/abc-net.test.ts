import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { leastSquaresBasesQuantizer } from "../../src/least-squares-bases-quantizer.ts";
import { minimumNormSolution } from "../../src/minimum-norm-solution.ts";
import { shiftedBasesQuantizer } from "../../src/shifted-bases-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = [-1.2, -0.4, -0.1, 0.2, 0.5, 1.0];

const meanSquare = (x: readonly number[], y: ArrayLike<number>): number =>
  x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0) / x.length;

describe("weights", () => {
  test.each(["tensor", "weights"] as const)(
    "T11 one base has the scale mean|w| (%s)",
    (scaleAxis) => {
      const kernel = tf.tensor2d(weights, [6, 1]);
      const quantizer = leastSquaresBasesQuantizer({ bases: 1, scaleAxis });
      const [{ digits, scale }] = quantizer.encode(kernel);
      expect([...digits.dataSync()]).toEqual([-1, -1, -1, 1, 1, 1]);
      expectClose(scale.dataSync(), [0.5666667]);
      expect(meanSquare(weights, quantizer.quantize(kernel).dataSync())).toBeCloseTo(0.162222, 6);
    },
  );

  test("T11 three bases have the scales that fit best", () => {
    const kernel = tf.tensor2d(weights, [6, 1]);
    const quantizer = leastSquaresBasesQuantizer({ bases: 3 });
    const terms = quantizer.encode(kernel);
    expect(terms.map(({ digits }) => [...digits.dataSync()])).toEqual([
      [-1, -1, -1, -1, -1, 1],
      [-1, -1, -1, 1, 1, 1],
      [-1, 1, 1, 1, 1, 1],
    ]);
    expectClose(
      terms.map(({ scale }) => scale.dataSync()[0]!),
      [0.375, 0.3, 0.425],
    );
    const y = quantizer.quantize(kernel).dataSync();
    expectClose(y, [-1.1, -0.25, -0.25, 0.35, 0.35, 1.1]);
    expect(meanSquare(weights, y)).toBeCloseTo(0.0183333, 6);
  });

  test("T11 the error does not grow from 1 to 3 to 5 bases, whose shifts contain one another", () => {
    const random = createRandom(11);
    for (let round = 0; round < 20; round++) {
      const values = Array.from({ length: 40 }, () => random.uniform() * 2 - 1);
      const errors = [1, 3, 5].map((bases) => {
        const quantizer = leastSquaresBasesQuantizer({ bases, scaleAxis: "tensor" });
        return meanSquare(values, quantizer.quantize(tf.tensor1d(values)).dataSync());
      });
      expect(errors[1]).toBeLessThanOrEqual(errors[0]! + 1e-7);
      expect(errors[2]).toBeLessThanOrEqual(errors[1]! + 1e-7);
    }
  });

  test("each output has scales of its own", () => {
    const kernel = tf.tensor2d(
      weights.flatMap((w) => [w, -3 * w]),
      [6, 2],
    );
    const terms = leastSquaresBasesQuantizer({ bases: 3 }).encode(kernel);
    expect(terms[0].scale.shape).toEqual([1, 2]);
    const scales = terms.map(({ scale }) => scale.dataSync()[0]!);
    expectClose(scales, [0.375, 0.3, 0.425]);
    const others = terms.map(({ scale }) => scale.dataSync()[1]!);
    // The mirror image: the first base is the last one.
    expectClose(others, [3 * 0.425, 3 * 0.3, 3 * 0.375]);
  });

  test("bases that coincide share their scale", () => {
    const terms = leastSquaresBasesQuantizer({ bases: 3, scaleAxis: "tensor" }).encode(
      tf.tensor1d([-3, -3, 3, 3, 3]),
    );
    const fitted = terms.map(({ scale }) => scale.dataSync()[0]!);
    expect(fitted.every(Number.isFinite)).toBe(true);
    const y = leastSquaresBasesQuantizer({ bases: 3, scaleAxis: "tensor" }).quantize(
      tf.tensor1d([-3, -3, 3, 3, 3]),
    );
    expectClose(y.dataSync(), [-3, -3, 3, 3, 3]);
  });

  test("the deviation of a sample is greater", () => {
    // mean 0, deviations √(2/3)·… : −1 + std·1 < 0 with 3 as divisor, > 0 … with 2.
    const kernel = tf.tensor1d([-1, 0, 1]);
    const digitsOf = (deviation: "population" | "sample"): number[] => [
      ...leastSquaresBasesQuantizer({ bases: 2, scaleAxis: "tensor", deviation })
        .encode(kernel)[1]!
        .digits.dataSync(),
    ];
    expect(digitsOf("population")).toEqual([-1, 1, 1]);
    expect(digitsOf("sample")).toEqual([1, 1, 1]);
  });

  test("the gradient is the sum of the scales", () => {
    const quantizer = leastSquaresBasesQuantizer({ bases: 3, scaleAxis: "tensor" });
    const upstream = tf.tensor1d([1, -2, 3, 0, 0.5, 4]);
    const gradient = tf.grad((w) => tf.sum(tf.mul(quantizer.quantize(w), upstream)))(
      tf.tensor1d(weights),
    );
    expectClose(gradient.dataSync(), [1.1, -2.2, 3.3, 0, 0.55, 4.4]);
  });
});

test("of several solutions the shortest is taken", () => {
  expectClose(minimumNormSolution([2, 2, 2, 2], [3, 3]), [0.75, 0.75], 1e-12);
  expectClose(minimumNormSolution([4, 1, 1, 3], [1, 2]), [1 / 11, 7 / 11], 1e-12);
  expectClose(minimumNormSolution([0], [0]), [0], 0);
});

describe("activations", () => {
  test("T11 bits of the shifts 0, 1.5, −1.5", () => {
    const terms = shiftedBasesQuantizer().encode(tf.tensor1d([-1.2, -0.9, 0.4, 0.5, 1.9, 2.1]));
    expect(terms.map(({ digits }) => [...digits.dataSync()])).toEqual([
      [-1, -1, -1, 1, 1, 1],
      [-1, 1, 1, 1, 1, 1],
      [-1, -1, -1, -1, -1, 1],
    ]);
  });

  test.each([1, 2])("its gradients are those of ramps of the slope %d", (slope) => {
    const [x, shifts, scales] = [
      [-1.7, -0.3, 0.2, 0.8, 1.4, 2.2, 5],
      [0.1, 1.4, -1.6],
      [0.5, 2, -1],
    ];
    const upstream = [1, -2, 0.5, 3, -1, 2, 4];
    const quantizer = shiftedBasesQuantizer({ shifts, scales, slope });
    const gradients = tf.grads((input: tf.Tensor, v: tf.Tensor, beta: tf.Tensor) =>
      tf.sum(
        tf.mul(
          quantizer.quantize(input, { parameters: { shifts: v, scales: beta } }),
          tf.tensor1d(upstream),
        ),
      ),
    )([tf.tensor1d(x), tf.tensor1d(shifts), tf.tensor1d(scales)]);
    const clip = (z: number): number => Math.min(Math.max(z, 0), 1);
    const base = (z: number): number => (clip(z) >= 0.5 ? 1 : -1);
    const surrogate = (u: readonly number[], v: readonly number[]): number =>
      u.reduce(
        (sum, z, i) =>
          sum +
          upstream[i]! * v.reduce((t, shift, n) => t + scales[n]! * slope * clip(z + shift), 0),
        0,
      );
    expectClose(
      gradients[0]!.dataSync(),
      finiteDifferences((u) => surrogate(u, shifts), x),
      1e-5,
    );
    expectClose(
      gradients[1]!.dataSync(),
      finiteDifferences((v) => surrogate(x, v), shifts),
      1e-5,
    );
    const byScale = shifts.map((shift) =>
      x.reduce((sum, z, i) => sum + upstream[i]! * base(z + shift), 0),
    );
    expectClose(gradients[2]!.dataSync(), byScale);
  });

  test("both ends of a ramp have a gradient", () => {
    const { quantize } = shiftedBasesQuantizer({ shifts: [0] });
    const gradient = tf.grad((x) => tf.sum(quantize(x)))(
      tf.tensor1d([-(2 ** -30), 0, 1, 1.0000001]),
    );
    expect([...gradient.dataSync()]).toEqual([0, 1, 1, 0]);
  });
});

test.each([0, 9, 1.5])("%d fitted bases are refused", (bases) => {
  expect(() => leastSquaresBasesQuantizer({ bases })).toThrow("leastSquaresBasesQuantizer: bases");
});

test("shifts without scales, and none, are refused", () => {
  expect(() => shiftedBasesQuantizer({ shifts: [0, 1], scales: [1] })).toThrow(
    "shiftedBasesQuantizer: scales must have 2 elements, got 1",
  );
  expect(() => shiftedBasesQuantizer({ shifts: [] })).toThrow("shifts must be finite, got none");
  expect(() => shiftedBasesQuantizer({ slope: 0 })).toThrow("slope must be positive and finite");
});
