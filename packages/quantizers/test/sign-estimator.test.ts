import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { createQuantizer } from "../src/quantizer-registry.ts";
import type { SignEstimatorOptions } from "../src/sign-estimator.ts";
import { signQuantizer } from "../src/sign-quantizer.ts";
import { difference, gradientOf } from "./values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const clip = (x: number, bound: number): number => Math.max(-bound, Math.min(bound, x));
const signSwish = (x: number): number => 2 * sigmoid(x) * (1 + x * (1 - sigmoid(x))) - 1;
const approxSign = (x: number): number => {
  const inside = clip(x, 1);
  return inside * (2 - Math.abs(inside));
};

/** −2.975 … 2.975 in steps of 0.05: no kink of any surrogate is within 0.02. */
const grid = Array.from({ length: 120 }, (_, i) => (i - 59.5) / 20);

/** A quantizer's options and the function whose derivative its estimator is. */
const surrogates: readonly (readonly [SignEstimatorOptions, (x: number) => number])[] = [
  [{ estimator: "straight-through" }, (x) => x],
  [{ estimator: "straight-through", clip: 2 }, (x) => clip(x, 2)],
  [{}, (x) => clip(x, 1)],
  [{ clip: 0.5, boundary: "open" }, (x) => clip(x, 0.5)],
  [{ estimator: "triangle" }, approxSign],
  [{ estimator: "triangle", clip: 0.5 }, (x) => approxSign(clip(x, 0.5))],
  [{ estimator: "swish" }, (x) => signSwish(5 * x)],
  [{ estimator: "swish", beta: 1 }, signSwish],
  [{ estimator: "tanh" }, (x) => 10 * Math.tanh(0.1 * x)],
  [{ estimator: "tanh", sharpness: 4 }, (x) => Math.tanh(4 * x)],
  [{ estimator: "tanh", sharpness: 4, gain: 3 }, (x) => 3 * Math.tanh(4 * x)],
  [{ estimator: "fourier" }, (x) => sineSum(clip(x, 1), 0.1, 11)],
  [{ estimator: "fourier", frequency: 1, terms: 3, clip: 2 }, (x) => sineSum(clip(x, 2), 1, 3)],
];

/** The first terms of the Fourier series of a square wave. */
function sineSum(x: number, frequency: number, terms: number): number {
  const sines = Array.from(
    { length: terms },
    (_, i) => Math.sin((2 * i + 1) * frequency * x) / (2 * i + 1),
  );
  return (4 / Math.PI) * sines.reduce((sum, sine) => sum + sine);
}

test.each(surrogates)("%j is the derivative of its surrogate", (options, surrogate) => {
  const { quantize } = signQuantizer(options);
  const g = grid.map((x) => Math.cos(9 * x));
  const width = 1e-5;
  const expected = grid.map(
    (x, i) => (g[i]! * (surrogate(x + width) - surrogate(x - width))) / (2 * width),
  );
  expect(
    difference(
      gradientOf((x) => quantize(x), grid, g),
      expected,
    ),
  ).toBeLessThan(2e-6);
});

test("a bound belongs to the window unless it is open", () => {
  const edges = [-0.5, 0.5];
  for (const estimator of ["straight-through", "clipped"] as const) {
    const at = (boundary: "closed" | "open"): readonly number[] => {
      const { quantize } = signQuantizer({ estimator, clip: 0.5, boundary });
      return gradientOf((x) => quantize(x), edges, [-3, 3]);
    };
    expect(at("closed")).toEqual([-3, 3]);
    expect(at("open")).toEqual([0, 0]);
  }
});

describe("what is refused", () => {
  test.each([
    [{ estimator: "cubic" }, /^signQuantizer: estimator must be one of straight-through, clipped/],
    [{ boundary: "half" }, /^signQuantizer: boundary must be one of closed, open, got half/],
    [{ clip: 0 }, /^signQuantizer: clip must be positive and finite, got 0/],
    [{ estimator: "swish", beta: -1 }, /^signQuantizer: beta must be positive/],
    [{ estimator: "tanh", sharpness: 0 }, /^signQuantizer: sharpness must be positive/],
    [{ estimator: "tanh", gain: 0 }, /^signQuantizer: gain must be positive/],
    [{ estimator: "fourier", frequency: 0 }, /^signQuantizer: frequency must be positive/],
    [{ estimator: "fourier", terms: 1.5 }, /^signQuantizer: terms must be an integer/],
    [{ magnitude: 0 }, /^signQuantizer: magnitude must be positive/],
  ])("%j", (options, message) => {
    expect(() => createQuantizer({ name: "sign", options })).toThrow(message);
  });
});
