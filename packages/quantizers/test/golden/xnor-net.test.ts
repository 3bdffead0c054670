import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { centerOverInputs } from "../../src/center-over-inputs.ts";
import type { Quantizer } from "../../src/quantizer.ts";
import { createQuantizer } from "../../src/quantizer-registry.ts";
import { scaledSignQuantizer } from "../../src/scaled-sign-quantizer.ts";
import { difference, gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const rows = [
  [0.5, -0.25, 0.75],
  [-0.2, 0.4, -0.6],
];

const upstream = [
  [1, 2, -1],
  [0, 0, 0],
];

/** XNOR-Net with outputs in rows; a window wide enough for all. */
const xnor = (scaleGradient: string, options = {}): Quantizer =>
  createQuantizer({
    name: "scaled-sign",
    options: { scaleAxis: "weight-rows", scaleGradient, estimator: "clipped", ...options },
  });

const rowGradient = (quantizer: Quantizer, x = rows, g = upstream): readonly number[] =>
  gradientOf((z) => quantizer.quantize(z), x, g);

describe("T06", () => {
  test("α is the mean magnitude of an output", () => {
    const [{ scale }] = xnor("exact").encode(tf.tensor2d(rows));
    expect(difference([...scale.dataSync()], [0.5, 0.4])).toBeLessThan(1e-7);
    const expected = [0.5, -0.5, 0.5, -0.4, 0.4, -0.4];
    expect(difference(valuesOf(xnor("exact"), rows), expected)).toBeLessThan(1e-7);
  });

  test("the exact gradient", () => {
    const expected = [-0.166667, 1.666667, -1.166667, 0, 0, 0];
    expect(difference(rowGradient(xnor("exact")), expected)).toBeLessThan(1e-6);
  });

  test("the elementwise gradient of the published code", () => {
    const expected = [0.833333, 1.666667, -0.833333, 0, 0, 0];
    const quantizer = xnor("elementwise", { boundary: "open" });
    expect(difference(rowGradient(quantizer), expected)).toBeLessThan(1e-6);
  });

  test("the exact gradient through α is the derivative of α(W)·B with the signs held", () => {
    const [width, height] = [1e-3, 3];
    const x = Array.from({ length: height }, (_, i) => [2 + i, -1.5 - i, 1.2 + i / 3]);
    const g = x.map((row, i) => row.map((_, j) => Math.cos(5 * i + j)));
    const loss = (weights: readonly (readonly number[])[]): number =>
      weights.reduce((sum, row, i) => {
        const alpha = row.reduce((total, w) => total + Math.abs(w), 0) / row.length;
        return sum + row.reduce((total, w, j) => total + g[i]![j]! * alpha * Math.sign(w), 0);
      }, 0);
    const moved = (i: number, j: number, by: number): number[][] =>
      x.map((row, r) => row.map((w, c) => (r === i && c === j ? w + by : w)));
    const expected = x.flatMap((row, i) =>
      row.map((_, j) => (loss(moved(i, j, width)) - loss(moved(i, j, -width))) / (2 * width)),
    );
    // All magnitudes are beyond the window, so that α·1{|W| ≤ 1}·g is 0.
    expect(difference(rowGradient(xnor("exact"), x, g), expected)).toBeLessThan(1e-6);
  });

  test("the window is closed in the exact gradient, open in the published code", () => {
    const edge = [[1, -1]];
    expect(rowGradient(xnor("exact"), edge, [[1, 0]])).toEqual([1.5, -0.5]);
    expect(rowGradient(xnor("elementwise", { boundary: "open" }), edge, [[1, 0]])).toEqual([
      0.5, 0,
    ]);
  });

  test("centring multiplies with 1 − 1/C: the last axis but one, of rows the second", () => {
    const plain = scaledSignQuantizer();
    const centred = scaledSignQuantizer({ centring: "factor", gradientScale: 8 });
    const kernel = tf.range(-12, 12).reshape([2, 1, 4, 3]).arraySync();
    expect(gradientOf((x) => plain.quantize(x), kernel)).toEqual(Array(24).fill(1));
    expect(gradientOf((x) => centred.quantize(x), kernel)).toEqual(Array(24).fill(6));
    const ofRows = scaledSignQuantizer({ scaleAxis: "weight-rows", centring: "factor" });
    const outputsFirst = tf.range(-12, 12).reshape([3, 4, 2, 1]).arraySync();
    expect(gradientOf((x) => ofRows.quantize(x), outputsFirst)).toEqual(Array(24).fill(0.75));
  });
});

test("T06 weights are centred over their input channels, place by place", () => {
  const dense = tf.tensor2d([
    [1, 2],
    [3, 6],
  ]);
  expect([...centerOverInputs(dense).dataSync()]).toEqual([-1, -2, 1, 2]);
  const outputsFirst = tf.tensor4d([1, 10, 3, 30], [1, 2, 2, 1]);
  const centred = centerOverInputs(outputsFirst, "weight-rows");
  expect([...centred.dataSync()]).toEqual([-1, -10, 1, 10]);
  const transposed = centerOverInputs(tf.transpose(outputsFirst, [2, 3, 1, 0]));
  expect([...transposed.dataSync()]).toEqual([-1, 1, -10, 10]);
});

describe("other systems of a sign with a scale", () => {
  const weights = [[2], [-0.5], [0.5]];
  const g = [[1], [1], [3]];

  test("HWGQ and DoReFa-Net's one bit pass the gradient as it is", () => {
    for (const scaleAxis of ["weights", "tensor"] as const) {
      const quantizer = scaledSignQuantizer({ scaleAxis });
      expect(valuesOf(quantizer, weights)).toEqual([1, -1, 1]);
      expect(rowGradient(quantizer, weights, g)).toEqual([1, 1, 3]);
    }
  });

  test("ReActNet masks beyond 1, without α; larq multiplies with it", () => {
    const clipped = scaledSignQuantizer({ estimator: "clipped" });
    expect(rowGradient(clipped, weights, g)).toEqual([0, 1, 3]);
    const scaled = scaledSignQuantizer({ estimator: "clipped", scaleGradient: "constant" });
    expect(
      rowGradient(
        scaled,
        weights.map(([w]) => [2 * w!]),
        g,
      ),
    ).toEqual([0, 2, 6]);
  });

  test("the scale of a tensor is one, of outputs one each", () => {
    const x = [
      [1, -3],
      [-2, 5],
    ];
    expect(valuesOf(scaledSignQuantizer(), x)).toEqual([1.5, -4, -1.5, 4]);
    expect(valuesOf(scaledSignQuantizer({ scaleAxis: "tensor" }), x)).toEqual([
      2.75, -2.75, -2.75, 2.75,
    ]);
  });

  test.each([
    [
      { scaleGradient: "exactly" },
      /scaleGradient must be one of none, constant, exact, elementwise/,
    ],
    [{ centring: "yes" }, /centring must be one of/],
    [{ gradientScale: Number.NaN }, /gradientScale must be a finite number/],
    [{ estimator: "boxcar" }, /estimator must be one of/],
  ])("%j is refused", (options, message) => {
    expect(() => createQuantizer({ name: "scaled-sign", options })).toThrow(message);
  });
});
