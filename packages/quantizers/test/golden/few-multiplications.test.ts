import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { glorotBound } from "../../src/glorot-bound.ts";
import { stochasticPowerOfTwo } from "../../src/stochastic-power-of-two.ts";
import { stochasticTernaryQuantizer } from "../../src/stochastic-ternary-quantizer.ts";
import { ternaryQuantizer } from "../../src/ternary-quantizer.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const draws = 100_000;

/** 10⁵ draws of a number. */
function drawsOf(
  x: number,
  draw: (x: tf.Tensor) => tf.Tensor,
): { readonly values: ReadonlySet<number>; shareOf(value: number): number; readonly mean: number } {
  const values = [...draw(tf.fill([draws], x)).dataSync()];
  return {
    values: new Set(values),
    shareOf: (wanted) => values.filter((value) => value === Math.fround(wanted)).length / draws,
    mean: values.reduce((sum, value) => sum + value / draws, 0),
  };
}

const fourDeviations = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / draws);

describe("T05", () => {
  test.each([
    [0.3, -2, 0.2],
    [1, 0, 0],
    [5, 2, 0.25],
    [0.07, -4, 0.12],
    [-3, 1, 0.5],
  ])(
    "%d is drawn next to 2^%i, above it with the probability %d, so that its mean is kept",
    (x, k, p) => {
      const drawn = drawsOf(x, (tensor) => stochasticPowerOfTwo(tensor, { seed: 5 }));
      const [low, high] = [Math.sign(x) * 2 ** k, Math.sign(x) * 2 ** (k + 1)];
      expect(drawn.values).toEqual(new Set(p === 0 ? [low] : [low, high]));
      expect(Math.abs(drawn.shareOf(high) - p)).toBeLessThanOrEqual(fourDeviations(p));
      expect(Math.abs(drawn.mean - x)).toBeLessThanOrEqual(2 ** k * fourDeviations(p) + 1e-6);
    },
  );

  test("0 stays 0, and powers stay what they are, subnormal ones among them", () => {
    const powers = Array.from({ length: 277 }, (_, i) => 2 ** (i - 149));
    for (const x of [[0], powers, powers.map((power) => -power)]) {
      expect([...stochasticPowerOfTwo(tf.tensor1d(x)).dataSync()]).toEqual(x);
    }
  });

  test("just below a power the exponent is the lower one", () => {
    const below = Array.from({ length: 252 }, (_, i) => 2 ** (i - 125) * (1 - 2 ** -24));
    const drawn = stochasticPowerOfTwo(tf.tensor1d(below), { seed: 1 }).dataSync();
    for (const [i, value] of drawn.entries()) {
      expect([2 ** (i - 126), 2 ** (i - 125)]).toContain(value);
    }
  });

  test("with exponents −4 … 3 the probability is clamped", () => {
    const exponents = [-4, 3] as const;
    const drawn = stochasticPowerOfTwo(tf.tensor1d([100, -1e-3, 0, 16]), { exponents });
    expect([...drawn.dataSync()]).toEqual([16, -(2 ** -4), 0, 16]);
    expect(() => stochasticPowerOfTwo(tf.tensor1d([1]), { exponents: [2, 1] })).toThrow(
      "stochasticPowerOfTwo: exponents[1] must be an integer in 2 … 126, got 1",
    );
  });

  test("ternary weights: 0.03 of 0.1 is kept in three of ten draws, beyond W₀ always", () => {
    const { quantize } = stochasticTernaryQuantizer({ magnitude: 0.1 });
    const draw = (x: tf.Tensor): tf.Tensor => quantize(x, { training: true, seed: 2 });
    const some = drawsOf(0.03, draw);
    expect(some.values).toEqual(new Set([0, Math.fround(0.1)]));
    expect(Math.abs(some.shareOf(0.1) - 0.3)).toBeLessThanOrEqual(fourDeviations(0.3));
    expect(drawsOf(-0.25, draw).shareOf(-0.1)).toBe(1);
    expect(drawsOf(0, draw).shareOf(0)).toBe(1);
  });

  test("ternary weights have the identity as gradient; W₀ is half of Glorot's bound", () => {
    const { quantize } = stochasticTernaryQuantizer({ magnitude: glorotBound(6, 6) });
    const f = (x: tf.Tensor): tf.Tensor => quantize(x, { training: true });
    expect(gradientOf(f, [-3, 0, 0.1], [1, 2, 3])).toEqual([1, 2, 3]);
    expect(glorotBound(6, 6)).toBeCloseTo(0.5 * Math.sqrt(6 / 12), 12);
  });

  test("outside of training ternary weights are the nearest of the three, or real", () => {
    const weights = [-0.6, -0.5, 0.3, 0.75];
    expect(valuesOf(stochasticTernaryQuantizer(), weights)).toEqual([-1, 0, 0, 1]);
    expect(valuesOf(stochasticTernaryQuantizer({ evaluation: "real" }), weights)).toEqual([
      ...Float32Array.from(weights),
    ]);
  });

  test("the code's deterministic ternary weights are ±W₀ from 0.5 on, whatever W₀ is", () => {
    const quantizer = ternaryQuantizer({
      ...{ threshold: 0.5, magnitude: 0.125, estimator: "straight-through" },
    });
    expect(valuesOf(quantizer, [-1, -0.51, -0.4, 0, 0.49, 0.51, 2])).toEqual([
      ...[-0.125, -0.125, 0, 0, 0, 0.125, 0.125],
    ]);
    expect(gradientOf((x) => quantizer.quantize(x), [-3, 0.1])).toEqual([1, 1]);
    expect(quantizer.code).toEqual([{ digit: "ternary", scale: 0.125 }]);
    // Latent weights are clipped to W₀, which is below 0.5 where more than 6 numbers come in and go out: all are 0.
    const bound = glorotBound(4, 3);
    expect(bound).toBeLessThan(0.5);
    const clipped = ternaryQuantizer({ threshold: 0.5, magnitude: bound });
    expect(valuesOf(clipped, [-bound, bound / 2, bound])).toEqual([0, 0, 0]);
    expect(() => ternaryQuantizer({ scale: "kept-mean", magnitude: 2 })).toThrow(
      'magnitude must be 1 with the scale "kept-mean", got 2',
    );
  });
});
