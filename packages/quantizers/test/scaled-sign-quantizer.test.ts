import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { scaledSignQuantizer } from "../src/scaled-sign-quantizer.ts";
import { gradientOf, valuesOf } from "./values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

// Means of magnitudes: 0.5, 0.7 and 0.8, each a column of a kernel; between 0.5 and 1 the border is √½ ≈ 0.707.
const kernel = [
  [0.25, -0.6, 0.7],
  [-0.75, 0.8, -0.9],
];

test("a scale may be the power of two nearest to the mean in logarithm", () => {
  const quantizer = scaledSignQuantizer({ scaleRounding: "power-of-two" });
  expect(valuesOf(quantizer, kernel)).toEqual([0.5, -0.5, 1, -0.5, 0.5, -1]);
  expect(quantizer.options.scaleRounding).toBe("power-of-two");
});

test("to the gradient it is still the mean", () => {
  const options = { estimator: "clipped", scaleGradient: "exact" } as const;
  const upstream = [
    [1, 2, -1],
    [0, 1, 3],
  ];
  const [real, rounded] = (["none", "power-of-two"] as const).map((scaleRounding) => {
    const quantizer = scaledSignQuantizer({ ...options, scaleRounding });
    return gradientOf((x) => quantizer.quantize(x), kernel, upstream);
  });
  // Of the first column, whose mean is a power of two, they are the same.
  expect([rounded?.[0], rounded?.[3]]).toEqual([real?.[0], real?.[3]]);
  expect(real?.[0]).toBe(1);
});

test("of weights that are all 0 it is 0", () => {
  const quantizer = scaledSignQuantizer({ scaleRounding: "power-of-two" });
  expect(valuesOf(quantizer, [[0], [0]])).toEqual([0, 0]);
});

test("knows no other rounding", () => {
  const scaleRounding = JSON.parse('"nearest"');
  expect(() => scaledSignQuantizer({ scaleRounding })).toThrow(
    "scaledSignQuantizer: scaleRounding must be",
  );
});
