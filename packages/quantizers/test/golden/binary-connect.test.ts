import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { glorotBound, glorotLearningRateScale } from "../../src/glorot-bound.ts";
import { createQuantizer } from "../../src/quantizer-registry.ts";
import { stochasticSignQuantizer } from "../../src/stochastic-sign-quantizer.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const draws = 20_000;

/** Share of +H among the draws of each weight. */
function shares(weights: readonly number[], magnitude: number): readonly number[] {
  const x = tf.tile(tf.tensor2d([...weights], [1, weights.length]), [draws, 1]);
  const { quantize } = stochasticSignQuantizer({ magnitude });
  const drawn = quantize(x, { training: true, seed: 7 });
  return [...tf.mean(tf.cast(tf.greater(drawn, 0), "float32"), 0).dataSync()];
}

describe("T03", () => {
  test("+H has the probability of the hard sigmoid, within 4 standard deviations", () => {
    const expected = [0, 0, 0.25, 0.5, 0.65, 1, 1];
    for (const magnitude of [1, 0.25]) {
      const weights = [-2, -1, -0.5, 0, 0.3, 1, 4].map((weight) => weight * magnitude);
      for (const [i, share] of shares(weights, magnitude).entries()) {
        const p = expected[i]!;
        expect(Math.abs(share - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / draws));
      }
    }
  });

  test("draws ±H, the same with the same seed, another with another", () => {
    const quantizer = stochasticSignQuantizer({ magnitude: 0.5 });
    const weights = Array.from({ length: 64 }, (_, i) => (i - 32) / 100);
    const draw = (seed?: number): readonly number[] =>
      valuesOf(quantizer, weights, { training: true, ...(seed !== undefined && { seed }) });
    expect(new Set(draw(3))).toEqual(new Set([-0.5, 0.5]));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
    expect(draw()).not.toEqual(draw());
  });

  test("deterministic weights are ±H, +H at 0, with the identity as gradient", () => {
    const deterministic = createQuantizer({
      name: "sign",
      options: { magnitude: 0.25, estimator: "straight-through" },
    });
    expect(valuesOf(deterministic, [-2, -0.1, -0, 0, 0.1])).toEqual([
      -0.25, -0.25, 0.25, 0.25, 0.25,
    ]);
    expect(gradientOf((x) => deterministic.quantize(x), [-2, 0, 2], [3, -4, 5])).toEqual([
      3, -4, 5,
    ]);
  });

  test("stochastic weights have the identity as gradient, in training and outside", () => {
    const { quantize } = stochasticSignQuantizer();
    for (const training of [true, false]) {
      const f = (x: tf.Tensor): tf.Tensor => quantize(x, { training });
      expect(gradientOf(f, [-2, 0, 2], [3, -4, 5])).toEqual([3, -4, 5]);
    }
  });

  test("outside of training they are ±H or, as the code has it, real", () => {
    const weights = [-0.5, -0, 0.125];
    expect(valuesOf(stochasticSignQuantizer(), weights)).toEqual([-1, 1, 1]);
    expect(valuesOf(stochasticSignQuantizer({ evaluation: "real" }), weights)).toEqual([
      -0.5, 0, 0.125,
    ]);
  });

  test("Glorot's bound and the scale of a step", () => {
    expect(glorotBound(784, 2048)).toBeCloseTo(0.0230144, 7);
    expect(glorotLearningRateScale(784, 2048)).toBeCloseTo(43.4511, 4);
    expect(glorotLearningRateScale(9 * 128, 9 * 128)).toBeCloseTo(39.1918, 4);
  });
});
