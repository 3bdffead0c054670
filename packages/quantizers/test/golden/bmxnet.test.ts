import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { cancelGradient } from "../../src/cancel-gradient.ts";
import { multiplyGradient } from "../../src/multiply-gradient.ts";
import { normalizedTanhQuantizer } from "../../src/normalized-tanh-quantizer.ts";
import { scaledSignQuantizer } from "../../src/scaled-sign-quantizer.ts";
import { signQuantizer } from "../../src/sign-quantizer.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const x = [-1.2, -1, -0.6, -0.5, 0, 0.4, 1, 2];

describe("T07", () => {
  test("the sign of version 1 passes gradients up to 0.5, with it", () => {
    const quantizer = signQuantizer({ clip: 0.5 });
    expect(valuesOf(quantizer, [-1e-9, -0, 0])).toEqual([-1, 1, 1]);
    expect(gradientOf((z) => quantizer.quantize(z), x)).toEqual([0, 0, 0, 1, 1, 1, 0, 0]);
  });

  test("version 2: weights straight through, activations behind a cancelled gradient", () => {
    const weights = signQuantizer({ estimator: "straight-through" });
    expect(gradientOf((z) => weights.quantize(z), x)).toEqual(Array(8).fill(1));
    const activation = (z: tf.Tensor): tf.Tensor => weights.quantize(cancelGradient(z));
    expect(gradientOf(activation, x)).toEqual([0, 1, 1, 1, 1, 1, 1, 0]);
  });

  test("cancelGradient is the identity, up to its threshold", () => {
    const f = (z: tf.Tensor): tf.Tensor => cancelGradient(z, { threshold: 0.5 });
    expect([...f(tf.tensor1d(x)).dataSync()]).toEqual([...Float32Array.from(x)]);
    expect(gradientOf(f, x, x)).toEqual([0, 0, 0, -0.5, 0, Math.fround(0.4), 0, 0]);
    expect(() => cancelGradient(tf.scalar(1), { threshold: 0 })).toThrow(
      "cancelGradient: threshold must be positive and finite, got 0",
    );
  });

  test("scaling_mode backward multiplies the gradient alone, with a constant", () => {
    const scale = tf.scalar(0.5);
    const f = (z: tf.Tensor): tf.Tensor => multiplyGradient(z, scale);
    expect([...f(tf.tensor1d(x)).dataSync()]).toEqual([...Float32Array.from(x)]);
    expect(gradientOf(f, [1, -2], [4, 8])).toEqual([2, 4]);
    expect(gradientOf((z) => multiplyGradient(z, 3), [1, -2])).toEqual([3, 3]);
  });

  test("sign_approx_sign is the triangle in that window", () => {
    const { quantize } = signQuantizer({ estimator: "triangle" });
    const f = (z: tf.Tensor): tf.Tensor => quantize(cancelGradient(z, { threshold: 0.5 }));
    expect(gradientOf(f, [-1.2, -0.75, -0.5, 0, 0.25])).toEqual([0, 0, 1, 2, 1.5]);
  });

  test("k bits of weights in version 1 have the identity as gradient", () => {
    const { quantize } = normalizedTanhQuantizer({ bits: 4, estimator: "straight-through" });
    expect(gradientOf((z) => quantize(z), [1, 2], [3, 4])).toEqual([3, 4]);
  });

  test("the scale of binet is differentiated, the sign straight through", () => {
    const binet = scaledSignQuantizer({ scaleGradient: "exact" });
    // α = 1.5; α·g + s·mean(s·g) with s = (+1, −1), g = (1, 2)
    expect(gradientOf((z) => binet.quantize(z), [[1], [-2]], [[1], [2]])).toEqual([1, 3.5]);
  });
});
