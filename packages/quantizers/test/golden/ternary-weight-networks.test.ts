import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { createQuantizer } from "../../src/quantizer-registry.ts";
import { ternaryQuantizer } from "../../src/ternary-quantizer.ts";
import { difference, gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

// Mean magnitude 0.75, Δ = 0.525; the columns 1.2 and 0.3 alone, Δ = 0.84 and 0.21.
const weights = [
  [1.4, -0.5],
  [-1, 0.1],
];

describe("ternary weights", () => {
  test("are the sign beyond 0.7 of the mean magnitude, of the tensor or of an output", () => {
    expect(valuesOf(ternaryQuantizer(), weights)).toEqual([1, 0, -1, 0]);
    expect(valuesOf(ternaryQuantizer({ scaleAxis: "weights" }), weights)).toEqual([1, -1, -1, 0]);
  });

  test("times the mean of what is kept", () => {
    const tensor = ternaryQuantizer({ scale: "kept-mean" });
    expect(difference(valuesOf(tensor, weights), [1.2, 0, -1.2, 0])).toBeLessThan(1e-6);
    const outputs = ternaryQuantizer({ scale: "kept-mean", scaleAxis: "weights" });
    expect(difference(valuesOf(outputs, weights), [1.2, -0.5, -1.2, 0])).toBeLessThan(1e-6);
    expect(valuesOf(outputs, [[0], [0]])).toEqual([0, 0]);
  });

  test("are all 0 where the weights are, and all kept where they are equal", () => {
    expect(valuesOf(ternaryQuantizer(), [0, -0, 0])).toEqual([0, 0, 0]);
    expect(valuesOf(ternaryQuantizer(), [2, -2, 2])).toEqual([1, -1, 1]);
  });

  test("larq's threshold counts magnitudes up to the window; a fixed one keeps what is on it", () => {
    // Mean of 1, 1, 0.5, 0.1 is 0.65, Δ = 0.455.
    const clipped = ternaryQuantizer({ threshold: "clipped-mean" });
    expect(valuesOf(clipped, weights)).toEqual([1, -1, -1, 0]);
    const fixed = ternaryQuantizer({ threshold: 0.5 });
    expect(valuesOf(fixed, [0.5, -0.5, 0.49, 0])).toEqual([1, -1, 0, 0]);
  });

  test("the gradient passes within the window, or everywhere", () => {
    const { quantize } = ternaryQuantizer({ scale: "kept-mean" });
    expect(gradientOf((x) => quantize(x), [-1.1, -1, 0, 2], [1, 2, 3, 4])).toEqual([0, 2, 3, 0]);
    const through = ternaryQuantizer({ estimator: "straight-through" });
    expect(gradientOf((x) => through.quantize(x), [-9, 9], [1, 2])).toEqual([1, 2]);
  });

  test.each([
    [{ threshold: "median" }, /threshold must be one of mean, clipped-mean, got median/],
    [{ threshold: 0 }, /threshold must be positive and finite, got 0/],
    [{ ratio: -1 }, /ratio must be positive/],
    [{ scale: "max" }, /scale must be one of none, kept-mean/],
  ])("%j is refused", (options, message) => {
    expect(() => createQuantizer({ name: "ternary", options })).toThrow(message);
  });
});
