import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { bmtQuantizer } from "../src/bmt-quantizer.ts";
import { clippedSignQuantizer } from "../src/clipped-sign-quantizer.ts";
import type { Quantizer } from "../src/quantizer.ts";

beforeAll(() => tf.setBackend("cpu"));

const quantizers: readonly (readonly [string, Quantizer])[] = [
  ["BMT", bmtQuantizer({ scaleAxis: "tensor" })],
  ["BMT with a fixed bound", bmtQuantizer({ scaleAxis: "tensor", bound: 0.75 })],
  ["BMT with a triangle", bmtQuantizer({ scaleAxis: "tensor", estimator: "triangle" })],
  ["clipped sign", clippedSignQuantizer()],
];

/** 7 × 11 values, zeros of both signs among them. */
const values = Array.from({ length: 77 }, (_, i) => (i % 13 === 5 ? -0 : Math.sin(3 * i)));

describe.each(quantizers)("%s", (_, quantizer) => {
  const { name, precision, paper, estimator, quantize } = quantizer;

  test("says what it is and who published it and its estimator", () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(estimator.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const { title, authors, year, url } of [paper, estimator.paper]) {
      expect(title).not.toBe("");
      expect(authors).not.toBe("");
      expect(year).toBeGreaterThan(1950);
      expect(url).toMatch(/^https:\/\//);
    }
  });

  test("gives at most 2^precision values, in the shape of its input", () => {
    const y = quantize(tf.tensor2d(values, [7, 11]));
    expect(y.shape).toEqual([7, 11]);
    expect(new Set(y.dataSync()).size).toBe(2 ** precision);
  });

  test("treats −0 as 0, and leaves NaN a NaN", () => {
    const [zero, negativeZero] = quantize(tf.tensor1d([0, -0, -1])).dataSync();
    expect(negativeZero).toBe(zero);
    expect(quantize(tf.tensor1d([1, Number.NaN])).dataSync()[1]).toBeNaN();
  });

  test("is a fixed point of itself in sign", () => {
    const y = quantize(tf.tensor1d(values));
    expect([...tf.sign(quantize(y)).dataSync()]).toEqual([...tf.sign(y).dataSync()]);
  });

  test("hands the gradient on in proportion, finite, in the shape of its input", () => {
    const x = tf.tensor2d(values, [7, 11]);
    const gradientOf = (factor: number): tf.Tensor =>
      tf.grad((z: tf.Tensor) => tf.mul(tf.sum(quantize(z)), factor))(x);
    const [once, thrice] = [gradientOf(1), gradientOf(3)];
    expect(once.shape).toEqual([7, 11]);
    const gradient = [...once.dataSync()];
    expect(gradient.some((value) => value > 0)).toBe(true);
    for (const [i, value] of thrice.dataSync().entries()) {
      expect(value).toBeCloseTo(3 * gradient[i]!, 5);
    }
  });
});
