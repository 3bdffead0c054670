import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = [-1.2, -0.4, -0.1, 0.2, 0.5, 1];
// T11: three bases of these weights have the scales 0.375, 0.3 and 0.425.
const sum = 0.375 + 0.3 + 0.425;

function notebookLayer() {
  const { padValue, inputMask, convolutionExponents, ...options } = recipeOf(
    "abc-net",
    "3-3-notebook",
  ).hidden;
  const layer = quantDense({ units: 1, ...options });
  applyLayer(layer, tf.ones([1, 6]));
  return layer;
}

const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];

test("T11 the notebook's bias is in each of M·N products before they are weighted", () => {
  const layer = notebookLayer();
  const [kernel, bias, shifts] = [
    tf.tensor2d(weights, [6, 1]),
    tf.tensor1d([2]),
    tf.tensor1d([0, 0, 0]),
  ];
  layer.setWeights([kernel, bias, shifts, tf.tensor1d([1, 0.5, 0.25])]);
  // All digits of an input of ones are +1: β·A = 1.75. The bases have the sums −4, 0 and 4.
  const y = 1.75 * (0.375 * -4 + 0.3 * 0 + 0.425 * 4);
  expect(valuesOf(applyLayer(layer, tf.ones([1, 6])))[0]).toBeCloseTo(y + 2 * sum * 1.75, 5);
  const products = [1, 0.5, 0.25].flatMap((beta) =>
    [
      [0.375, -4],
      [0.3, 0],
      [0.425, 4],
    ].map(([alpha = 0, dot = 0]) => beta * alpha * (dot + 2)),
  );
  expect(products.reduce((total, product) => total + product, 0)).toBeCloseTo(
    y + 2 * sum * 1.75,
    6,
  );
});

test("the bias has the gradient Σα·Σβ, each β that of its products with the bias", () => {
  const layer = notebookLayer();
  const given = [tf.tensor2d(weights, [6, 1]), tf.tensor1d([2]), tf.zeros([3]), tf.ones([3])];
  layer.setWeights(given);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, tf.ones([1, 6]))));
  const [, ofBias, , ofScales] = Object.values(grads).map(valuesOf);
  expect(ofBias?.[0]).toBeCloseTo(3 * sum, 5);
  const dot = 0.375 * -4 + 0.425 * 4;
  for (const gradient of ofScales ?? []) expect(gradient).toBeCloseTo(dot + 2 * sum, 5);
});

test("without quantizers the bias is what it is", () => {
  const layer = quantConv2d({ filters: 1, kernelSize: 1, useBias: true, biasScale: "scale-sums" });
  applyLayer(layer, tf.ones([1, 1, 1, 1]));
  layer.setWeights([tf.tensor4d([3], [1, 1, 1, 1]), tf.tensor1d([0.5])]);
  expect(valuesOf(applyLayer(layer, tf.ones([1, 1, 1, 1])))).toEqual([3.5]);
});

test("scales of features or rows, and other names, are refused", () => {
  const options = { units: 1, name: "d", useBias: true } as const;
  expect(() =>
    quantDense({ ...options, inputQuantizer: "shifted-sign", biasScale: "scale-sums" }),
  ).toThrow("d: biasScale must be null for an inputQuantizer with scales of features");
  expect(() => quantDense({ ...options, biasScale: Object("sums") })).toThrow(
    'd: biasScale must be "scale-sums" or null, got sums',
  );
});
