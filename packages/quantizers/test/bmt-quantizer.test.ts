import { arrayOf, createRandom, finiteFloat32 } from "@bnnkit/testing";
import { fc, test as property } from "@fast-check/vitest";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { bmtMaximum, bmtQuantizer } from "../src/bmt-quantizer.ts";
import type { Quantizer } from "../src/quantizer.ts";
import type { ScaleAxis } from "../src/scale-axis.ts";

beforeAll(() => tf.setBackend("cpu"));

const float32Epsilon = 2 ** -23;

/** The scale of ±1 in the one term of the code. */
const scaleOf = (quantizer: Quantizer, x: tf.Tensor): tf.Tensor => quantizer.encode(x)[0].scale;

const half = (maximum: number): number =>
  Math.fround(Math.fround(maximum + Math.fround(float32Epsilon)) * 0.5);

function gradientOf(quantize: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): number[] {
  return [
    ...tf
      .grad((z) => tf.sum(quantize(z)))(x)
      .dataSync(),
  ];
}

describe("the list of T16", () => {
  const x = tf.tensor1d([0.4, -1, 0.2, 0, -0.001]);

  test("gives ±½ with a bound of 1", () => {
    const y = bmtQuantizer({ scaleAxis: "tensor", bound: 1 }).quantize(x);
    expect([...y.dataSync()]).toEqual([0.5, -0.5, 0.5, 0.5, -0.5]);
  });

  test("gives ±(1 + ε₃₂)/2 with its own maximum", () => {
    const y = bmtQuantizer({ scaleAxis: "tensor" }).quantize(x);
    expect([...y.dataSync()]).toEqual([1, -1, 1, 1, -1].map((sign) => sign * half(1)));
  });

  test.each([{}, { bound: 1 }])("has the gradient mask 1 0 1 1 1 (%o)", (options) => {
    const { quantize } = bmtQuantizer({ scaleAxis: "tensor", ...options });
    expect(gradientOf(quantize, x)).toEqual([1, 0, 1, 1, 1]);
  });
});

describe("the triangle", () => {
  // 2·max(0, 1 − 2|x|/s) with s = 1
  const triangle = [2 * (1 - 0.8), 0, 2 * (1 - 0.4), 2, 2 * (1 - 0.002), 0, 0];
  const x = tf.tensor1d([0.4, -1, 0.2, -0, -0.001, 0.5, -0.75]);

  test.each([{}, { bound: 1 }])("has the gradient 2·max(0, 1 − 2|x|/s) (%o)", (options) => {
    const quantizer = bmtQuantizer({ scaleAxis: "tensor", estimator: "triangle", ...options });
    for (const [i, gradient] of gradientOf(quantizer.quantize, x).entries())
      expect(gradient).toBeCloseTo(triangle[i]!, 6);
  });

  test.each([{}, { bound: 1 }])("with a slope of 4 ends at a quarter of s (%o)", (options) => {
    const narrow = { estimator: "triangle", slope: 4 } as const;
    const quantizer = bmtQuantizer({ scaleAxis: "tensor", ...narrow, ...options });
    const expected = [0, 0, 4 * (1 - 4 * 0.2), 4, 4 * (1 - 4 * 0.001), 0, 0];
    for (const [i, gradient] of gradientOf(quantizer.quantize, x).entries())
      expect(gradient).toBeCloseTo(expected[i]!, 5);
  });

  test("has the sign's own values", () => {
    const options = { scaleAxis: "tensor" } as const;
    expect(
      bmtQuantizer({ ...options, estimator: "triangle" })
        .quantize(x)
        .dataSync(),
    ).toEqual(bmtQuantizer(options).quantize(x).dataSync());
  });
});

describe("signs", () => {
  test("0 and −0 become +s/2", () => {
    const y = bmtQuantizer({ scaleAxis: "tensor" }).quantize(tf.tensor1d([-0, 0, -3, 1e-30]));
    expect([...y.dataSync()]).toEqual([half(3), half(3), -half(3), half(3)]);
  });

  test("an all-zero tensor becomes +ε₃₂/2", () => {
    const y = bmtQuantizer({ scaleAxis: "tensor" }).quantize(tf.zeros([3]));
    expect([...y.dataSync()]).toEqual([half(0), half(0), half(0)]);
  });

  test("NaN stays NaN", () => {
    const y = bmtQuantizer({ scaleAxis: "tensor", bound: 2 }).quantize(tf.tensor1d([1, NaN, -1]));
    expect([...y.dataSync()]).toEqual([1, NaN, -1]);
  });

  property.prop([arrayOf(finiteFloat32(), 7)])("follow x < 0 and carry s/2", (values) => {
    const x = Float32Array.from(values);
    const bound = half(Math.max(...x.map(Math.abs)));
    const y = bmtQuantizer({ scaleAxis: "activations" }).quantize(tf.tensor2d(x, [1, 7]));
    expect([...y.dataSync()]).toEqual([...x].map((value) => (value < 0 ? -bound : bound)));
  });
});

describe("scale axes", () => {
  const cases: [ScaleAxis, number[], number[]][] = [
    ["weights", [5, 7], [1, 7]],
    ["weights", [2, 3, 5, 7], [1, 1, 1, 7]],
    ["weight-rows", [5, 7], [5, 1]],
    ["activations", [2, 3, 5], [2, 3, 1]],
    ["tensor", [2, 3], [1, 1]],
    [
      [-2, -1],
      [2, 3, 5],
      [2, 1, 1],
    ],
    [
      [0, 2],
      [2, 3, 5],
      [1, 3, 1],
    ],
  ];
  test.each(cases)("%s of %j has bounds %j", (scaleAxis, shape, bounds) => {
    const random = createRandom(1);
    const size = shape.reduce((product, n) => product * n, 1);
    const x = tf.tensor(
      Float32Array.from({ length: size }, () => random.uniform() - 0.5),
      shape,
    );
    const quantizer = bmtQuantizer({ scaleAxis });
    const expected = tf.mul(
      tf.add(
        tf.max(
          tf.abs(x),
          shape.flatMap((_, axis) => (bounds[axis] === 1 ? [axis] : [])),
          true,
        ),
        float32Epsilon,
      ),
      0.5,
    );
    const halfBound = scaleOf(quantizer, x);
    expect(halfBound.shape).toEqual(bounds);
    expect([...halfBound.dataSync()]).toEqual([...expected.dataSync()]);
    const magnitude = tf.abs(quantizer.quantize(x)).dataSync();
    expect([...magnitude]).toEqual([...tf.mul(tf.onesLike(x), halfBound).dataSync()]);
  });

  test("a fixed bound is one scalar, and values beyond it get no gradient", () => {
    const quantizer = bmtQuantizer({ scaleAxis: "tensor", bound: 0.5 });
    const x = tf.tensor1d([0.1, -0.4, 0.5, -0.7, 3]);
    expect(scaleOf(quantizer, x).shape).toEqual([]);
    expect([...quantizer.quantize(x).dataSync()]).toEqual([0.25, -0.25, 0.25, -0.25, 0.25]);
    expect(gradientOf(quantizer.quantize, x)).toEqual(
      [1, 1, 0, 0, 0].map((g, i) => (i === 1 ? 1 : g)),
    );
  });
});

describe("estimator", () => {
  // The derivative stands for that of clip(x, ±s(1 − e)) with s fixed, not for that of the sign.
  test.each([0.001, 2 ** -7, 0.25])("is the slope of the clipped line for e = %d", (epsilon) => {
    const random = createRandom(7);
    const values = Float32Array.from({ length: 127 }, () => 4 * random.uniform() - 2);
    const x = tf.tensor2d(values, [1, 127]);
    const limit = (1 - epsilon) * Math.max(...values.map(Math.abs));
    const clip = (value: number): number => Math.min(limit, Math.max(-limit, value));
    const gradient = gradientOf(bmtQuantizer({ scaleAxis: "activations", epsilon }).quantize, x);
    for (const [i, value] of values.entries()) {
      if (Math.abs(Math.abs(value) - limit) < 1e-3) continue;
      const slope = (clip(value + 1e-4) - clip(value - 1e-4)) / 2e-4;
      expect(gradient[i]).toBeCloseTo(slope, 6);
    }
  });

  test("passes the incoming gradient, not 1", () => {
    const { quantize } = bmtQuantizer({ scaleAxis: "activations" });
    const factor = tf.tensor2d([[2, 3, 5]]);
    const gradient = tf.grad((z) => tf.sum(tf.mul(quantize(z), factor)))(
      tf.tensor2d([[0.5, -1, -0.25]]),
    );
    expect([...gradient.dataSync()]).toEqual([2, 0, 5]);
  });
});

test.each([0, -1, NaN, Number.POSITIVE_INFINITY])("bound %d is refused", (bound) => {
  expect(() => bmtQuantizer({ scaleAxis: "tensor", bound })).toThrow(RangeError);
});

test.each([0, -2, NaN, Number.POSITIVE_INFINITY])("slope %d is refused", (slope) => {
  expect(() => bmtQuantizer({ scaleAxis: "tensor", estimator: "triangle", slope })).toThrow(
    `slope must be positive and finite, got ${slope}`,
  );
});

test.each([-0.1, 1, NaN])("epsilon %d is refused", (epsilon) => {
  expect(() => bmtQuantizer({ scaleAxis: "tensor", epsilon })).toThrow(RangeError);
});

test("says what it is", () => {
  const { name, code, paper } = bmtQuantizer({ scaleAxis: "tensor" });
  expect({ name, year: paper.year }).toEqual({ name: "bmt", year: 2023 });
  expect(code).toEqual([{ digit: "bipolar", scale: "row" }]);
  const bounded = bmtQuantizer({ scaleAxis: "tensor", bound: 3 });
  expect(bounded.code).toEqual([{ digit: "bipolar", scale: 1.5 }]);
});

test("an estimator that is not there is refused", () => {
  expect(() => bmtQuantizer(JSON.parse('{ "scaleAxis": "tensor", "estimator": "cubic" }'))).toThrow(
    "estimator must be one of straight-through, triangle, got cubic",
  );
});

test("leaves its result and nothing else", () => {
  const x = tf.tensor2d([[1, -2, 3]]);
  const { quantize, encode } = bmtQuantizer({ scaleAxis: "activations" });
  const before = tf.memory().numTensors;
  encode(x);
  quantize(x);
  expect(tf.memory().numTensors).toBe(before + 3);
});

property.prop([finiteFloat32()])(
  "a scale gives back the maximum, or one with the same scale",
  (x) => {
    const scale = half(Math.abs(x));
    fc.pre(Number.isFinite(scale));
    expect(half(bmtMaximum(scale))).toBe(scale);
    expect(bmtMaximum(half(0))).toBe(0);
  },
);

test("the scale of zeros gives back 0", () => {
  expect(bmtMaximum(half(0))).toBe(0);
});
