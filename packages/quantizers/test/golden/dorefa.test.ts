import { roundHalfEven } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { normalizedTanhQuantizer } from "../../src/normalized-tanh-quantizer.ts";
import { quantizeGradient } from "../../src/quantize-gradient.ts";
import { uniformQuantizer } from "../../src/uniform-quantizer.ts";
import { difference, gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const third = 1 / 3;

describe("T10 activations", () => {
  test("q₂, ties to even at 1/6 and 5/6", () => {
    const x = [0, 0.1, 0.166, 0.17, 0.34, 0.5, 0.67, 0.9, 1, 1 / 6, 5 / 6];
    const expected = [0, 0, 0, third, third, 2 * third, 2 * third, 1, 1, 0, 2 * third];
    expect(difference(valuesOf(uniformQuantizer(), x), expected)).toBeLessThan(1e-7);
  });

  test("values beyond 0 … 1 are clipped, and get no gradient; the ends do", () => {
    const { quantize } = uniformQuantizer({ bits: 1 });
    const x = [-0.5, 0, 0.5, 0.51, 1, 1.5];
    expect([...quantize(tf.tensor1d(x)).dataSync()]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(gradientOf((z) => quantize(z), x, [1, 2, 3, 4, 5, 6])).toEqual([0, 2, 3, 4, 5, 0]);
  });

  test.each([3, 8, 16, 17, 24])("%i bits are round(n·x)/n", (bits) => {
    const n = 2 ** bits - 1;
    const x = Float32Array.from({ length: 101 }, (_, i) => i / 100);
    const expected = [...x].map((value) => roundHalfEven(Math.fround(value * n)) / n);
    expect(difference(valuesOf(uniformQuantizer({ bits }), x), expected)).toBeLessThan(1e-6);
  });

  test("refuses 0 and 32 bits, and a range that falls", () => {
    for (const bits of [0, 32]) {
      expect(() => uniformQuantizer({ bits })).toThrow(
        /^uniformQuantizer: bits must be an integer/,
      );
    }
    expect(() => uniformQuantizer({ gradientRange: [1, 0] })).toThrow(
      "uniformQuantizer: gradientRange must be two rising numbers, got 1,0",
    );
  });
});

describe("T10 weights", () => {
  const weights = [0.5, -1, 0.1, 2];

  test.each([
    [1, [0.9, -0.9, 0.9, 0.9]],
    [2, [third, -1, third, 1]],
    [3, [0.428571, -0.714286, 0.142857, 1]],
  ])("of %i bits", (bits, expected) => {
    const quantizer = normalizedTanhQuantizer({ bits });
    expect(difference(valuesOf(quantizer, [weights]), expected)).toBeLessThan(1e-6);
  });

  test("one bit passes the gradient as it is", () => {
    const { quantize } = normalizedTanhQuantizer({ bits: 1 });
    expect(gradientOf((z) => quantize(z), [weights], [[1, -2, 3, 4]])).toEqual([1, -2, 3, 4]);
  });

  test.each([
    ["one greatest weight", [0.5, -1, 0.1, 2, 0]],
    ["a negative one", [0.5, -3, 0.1, 2, -0.7]],
    ["two of opposite signs", [0.5, -2, 0.1, 2, -0.7]],
  ])("the gradient is that of tanh over its maximum: %s", (_, x) => {
    const g = x.map((_value, i) => Math.cos(4 * i));
    const surrogate = (z: tf.Tensor): tf.Tensor => tf.div(tf.tanh(z), tf.max(tf.abs(tf.tanh(z))));
    const { quantize } = normalizedTanhQuantizer({ bits: 5 });
    const actual = gradientOf((z) => quantize(z), x, g);
    const width = 1e-2;
    const loss = (at: number, by: number): number => {
      const moved = x.map((value, i) => (i === at ? value + by : value));
      const values = [...surrogate(tf.tensor1d(moved)).dataSync()];
      return values.reduce((sum, value, i) => sum + value * g[i]!, 0);
    };
    if (x.filter((value) => Math.abs(value) === 2).length < 2) {
      const expected = x.map((_value, i) => (loss(i, width) - loss(i, -width)) / (2 * width));
      expect(difference(actual, expected)).toBeLessThan(1e-3);
    } else {
      // The derivative of the maximum is halved between the two.
      const total = g.reduce((sum, value, i) => sum + value * Math.tanh(x[i]!), 0);
      const most = Math.tanh(2);
      const expected = x.map((value, i) => {
        const share = Math.abs(value) === 2 ? (Math.sign(value) * total) / (2 * most) : 0;
        return ((g[i]! - share) / most) * (1 - Math.tanh(value) ** 2);
      });
      expect(difference(actual, expected)).toBeLessThan(1e-6);
    }
  });

  test("weights that are all 0 have finite gradients", () => {
    const { quantize } = normalizedTanhQuantizer();
    expect(gradientOf((z) => quantize(z), [0, 0], [1, 2])).toEqual([1, 2]);
  });
});

describe("T10 gradients", () => {
  const gradientThrough = (
    g: tf.TensorLike,
    options: Parameters<typeof quantizeGradient>[1],
  ): readonly number[] => gradientOf((z) => quantizeGradient(z, options), g, g);

  test("without noise", () => {
    const actual = gradientThrough([[0.4, -0.1, 0.2]], { bits: 2, noise: "none" });
    expect(difference(actual, [0.4, -0.133333, 0.133333])).toBeLessThan(1e-6);
  });

  test("each sample has its own greatest magnitude, and zeros stay zeros", () => {
    const g = [
      [0.4, -0.1, 0.2],
      [0, 0, 0],
      [-4, 1, 2],
    ];
    const actual = gradientThrough(g, { bits: 2, noise: "none" });
    const expected = [0.4, -0.133333, 0.133333, 0, 0, 0, -4, 1.333333, 1.333333];
    expect(difference(actual, expected)).toBeLessThan(1e-5);
    expect(gradientThrough(g, { bits: 2 }).slice(3, 6)).toEqual([0, 0, 0]);
  });

  test("with noise the mean is the gradient, within 4 standard deviations", () => {
    const draws = 20_000;
    const g = Array.from({ length: draws }, () => [1, 0.3]);
    const second = gradientThrough(g, { bits: 2, seed: 11 }).filter((_, i) => i % 2 === 1);
    expect(new Set(second.map((value) => value.toFixed(4)))).toEqual(
      new Set(["-0.3333", "0.3333"]),
    );
    // Steps of 2/3: 0.3 is 0.95 of a step above −1/3.
    const deviation = (2 / 3) * Math.sqrt((0.95 * 0.05) / draws);
    const mean = second.reduce((sum, value) => sum + value / draws, 0);
    expect(Math.abs(mean - 0.3)).toBeLessThanOrEqual(4 * deviation);
  });

  test("is the identity forward; the same seed draws the same", () => {
    const x = tf.tensor1d([1, -2]);
    expect([...quantizeGradient(x, { bits: 2 }).dataSync()]).toEqual([1, -2]);
    const g = [Array.from({ length: 64 }, (_, i) => Math.sin(i))];
    const draw = (seed: number): readonly number[] => gradientThrough(g, { bits: 3, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});
