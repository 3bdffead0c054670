import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { shareOfGreatestQuantizer } from "../../src/share-of-greatest-quantizer.ts";
import {
  keptProductDistance,
  softmaxAwareBinarization,
} from "../../src/softmax-aware-binarization.ts";
import {
  type ZeroMeanSignQuantizerOptions,
  zeroMeanSignQuantizer,
} from "../../src/zero-mean-sign-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  const sum = powers.reduce((total, power) => total + power);
  return powers.map((power) => power / sum);
};

describe("T18 softmax-aware binarization", () => {
  test("of logits 2, 1, ½, −1 keeps the two from a quarter of the greatest on", () => {
    expect([...softmaxAwareBinarization(tf.tensor2d([[2, 1, 0.5, -1]])).dataSync()]).toEqual([
      1, 1, 0, 0,
    ]);
    expectClose(softmax([2, 1, 0.5, -1]), [0.6095, 0.2242, 0.136, 0.0303], 1e-4);
  });

  test("a uniform row is kept, of a row with one peak the peak", () => {
    const rows = tf.tensor2d([
      [3, 3, 3],
      [0, 20, 0],
    ]);
    expect([...softmaxAwareBinarization(rows).dataSync()]).toEqual([1, 1, 1, 0, 1, 0]);
  });

  test("gradients are those of a softmax", () => {
    const logits = [2, 1, 0.5, -1];
    const g = [1, -2, 0.5, 3];
    expectClose(
      gradientOf((x) => softmaxAwareBinarization(x), logits, g),
      finiteDifferences((x) => softmax(x).reduce((sum, p, i) => sum + g[i]! * p, 0), logits),
      1e-5,
    );
  });

  test("is the logits' distance from the greatest, at least one in each of ten thousand rows", () => {
    const random = createRandom(5);
    const [rows, columns] = [10_000, 6];
    const logits = Float32Array.from({ length: rows * columns }, () => 6 * random.uniform() - 3);
    const kept = softmaxAwareBinarization(tf.tensor2d(logits, [rows, columns])).dataSync();
    for (let row = 0; row < rows; row++) {
      const slice = logits.subarray(row * columns, (row + 1) * columns);
      const greatest = Math.max(...slice);
      let ones = 0;
      for (const [j, logit] of slice.entries()) {
        const margin = greatest - logit - Math.log(4);
        const one = kept[row * columns + j]!;
        // A float32 softmax cannot tell what is nearer.
        if (Math.abs(margin) > 1e-5) expect(one).toBe(margin < 0 ? 1 : 0);
        ones += one;
      }
      expect(ones).toBeGreaterThan(0);
    }
  });

  test("products of 64 signs are kept up to 11 below the greatest, which even distances make 10", () => {
    expect(keptProductDistance(64)).toBe(11);
    expect(keptProductDistance(64, { share: 1 })).toBe(0);
    const logits = [40, 30, 28].map((product) => product / 8);
    expect([...softmaxAwareBinarization(tf.tensor1d(logits)).dataSync()]).toEqual([1, 1, 0]);
  });

  test("a share outside of 0 … 1 is refused", () => {
    expect(() => shareOfGreatestQuantizer({ share: 0 })).toThrow(
      "shareOfGreatestQuantizer: share must be more than 0 and at most 1, got 0",
    );
    expect(() => keptProductDistance(4, { share: 2 })).toThrow("keptProductDistance: share must");
    expect(() => keptProductDistance(-1)).toThrow("dimension must not be negative, got -1");
  });
});

const rowWise: ZeroMeanSignQuantizerOptions = {
  centerAxis: "weight-rows",
  scaleAxis: "weight-rows",
  estimator: "clipped",
  boundary: "open",
  scaleGradient: "constant",
  meanGradient: "subtracted",
};

test("weights: row by row, the gradient times the scale where |w| < 1, less its mean", () => {
  const weights = [
    [1, 3, 5],
    [-0.5, 0.25, 0.25],
  ];
  const quantizer = zeroMeanSignQuantizer(rowWise);
  const third = Math.fround(1 / 3);
  expect(valuesOf(quantizer, weights)).toEqual([-3, 3, 3, -third, third, third]);
  // Of the first row only 3 − 3 is within; times the scale 3 it is [0, 6, 0], less its mean 2.
  expectClose(
    gradientOf(quantizer.quantize, weights, [
      [1, 2, 3],
      [3, 6, 9],
    ]),
    [-2, 4, -2, -1, 0, 1],
  );
});

test("learned scales begin with the means of outputs and get Σ g·sign", () => {
  const quantizer = zeroMeanSignQuantizer({
    ...{ ...rowWise, centerAxis: "weights", scaleAxis: "weights", scale: "learned" },
  });
  const weights = tf.tensor2d([1, -0.5, 3, 0.25, 5, 0.25], [3, 2]);
  const { scales } = quantizer.parametersFrom!(weights);
  expectClose(scales!.dataSync(), [3, 1 / 3]);
  const [byWeights, byScales] = tf.grads((w: tf.Tensor, s: tf.Tensor) =>
    tf.sum(
      tf.mul(
        quantizer.quantize(w, { parameters: { scales: s } }),
        tf.tensor2d([1, 3, 2, 6, 3, 9], [3, 2]),
      ),
    ),
  )([weights, scales!]);
  expectClose(byWeights!.dataSync(), [-2, -1, 4, 0, -2, 1]);
  expectClose(byScales!.dataSync(), [-1 + 2 + 3, -3 + 6 + 9]);
  expect(() => zeroMeanSignQuantizer({ scale: "learned", scaleAxis: "activations" })).toThrow(
    'scaleAxis must be "weights", "weight-rows" or "tensor" where scales are learned, got activations',
  );
});

test("learned scales of weights as torch has them, a scale for each row", () => {
  const quantizer = zeroMeanSignQuantizer({ ...rowWise, scale: "learned" });
  const weights = tf.tensor2d([1, 3, 5, -0.5, 0.25, 0.25], [2, 3]);
  const scales = tf.tensor1d([2, 0.5]);
  const [byWeights, byScales] = tf.grads((w: tf.Tensor, s: tf.Tensor) =>
    tf.sum(
      tf.mul(
        quantizer.quantize(w, { parameters: { scales: s } }),
        tf.tensor2d([1, 2, 3, 3, 6, 9], [2, 3]),
      ),
    ),
  )([weights, scales]);
  // [0, 4, 0] and ½·[3, 6, 9], each less its mean.
  expectClose(byWeights!.dataSync(), [-4 / 3, 8 / 3, -4 / 3, -1.5, 0, 1.5]);
  expectClose(byScales!.dataSync(), [-1 + 2 + 3, -3 + 6 + 9]);
  const settled = quantizer.withParameters!({ scales });
  expect([...settled.quantize(weights).dataSync()]).toEqual([-2, 2, 2, -0.5, 0.5, 0.5]);
  expect([...settled.encode(weights)[0].scale.dataSync()]).toEqual([2, 0.5]);
  expectClose(quantizer.parametersFrom!(weights).scales!.dataSync(), [3, 1 / 3]);
});
