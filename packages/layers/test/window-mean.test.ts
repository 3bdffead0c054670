import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const sign = "clipped-sign";

/** Two channels of 3 × 3, side by side. */
const first = [1, -2, 3, 0, 1, -1, 2, 2, -2];
const second = [-1, 0, 1, 2, -3, 1, 0, 2, 4];
const maps = tf.tensor4d(
  first.flatMap((value, i) => [value, second[i]!]),
  [1, 3, 3, 2],
);

test("products of a convolution are scaled by the mean magnitude under their window", () => {
  const options = { filters: 1, kernelSize: 2, inputQuantizer: sign, kernelQuantizer: sign };
  const product = quantConv2d(options);
  const scaled = quantConv2d({ ...options, inputScale: "window-mean" });
  for (const layer of [product, scaled]) {
    applyLayer(layer, maps);
    layer.setWeights([tf.ones([2, 2, 2, 1])]);
  }
  const dots = applyLayer(product, maps).dataSync();
  const means = [...applyLayer(scaled, maps).dataSync()].map((value, i) => value / dots[i]!);
  // Of |x| over the channels [[1, 1, 2], [1, 2, 1], [1, 2, 3]].
  expect([...dots]).toEqual([2, 2, 6, 2]);
  expect(means).toEqual([1.25, 1.5, 1.5, 2]);
});

test("where all magnitudes are alike it is that number, of a row, too", () => {
  const layer = quantDense({
    units: 1,
    inputQuantizer: sign,
    kernelQuantizer: sign,
    inputScale: "window-mean",
  });
  const x = tf.tensor2d([[3, -3, 3, 3]]);
  applyLayer(layer, x);
  layer.setWeights([tf.ones([4, 1])]);
  expect([...applyLayer(layer, x).dataSync()]).toEqual([2 * 3]);
});

test("the mean is a constant to the gradient", () => {
  const layer = quantDense({ units: 1, kernelQuantizer: sign, inputScale: "window-mean" });
  const x = tf.tensor2d([[0.5, -1.5]]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor2d([[1], [-1]])]);
  const gradient = tf.grad((z) => tf.sum(applyLayer(layer, z)))(x);
  expect([...gradient.dataSync()]).toEqual([1, -1]);
});

test("a product of n signs becomes the count of equal ones", () => {
  const layer = quantDense({
    units: 1,
    inputQuantizer: sign,
    kernelQuantizer: sign,
    outputMap: "matches",
  });
  const [w, a] = [
    [1, -1, -1, 1, 1, -1, 1, 1],
    [1, 1, -1, -1, 1, -1, -1, 1],
  ];
  const x = tf.tensor2d([a!]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor2d(w!, [8, 1])]);
  expect([...applyLayer(layer, x).dataSync()]).toEqual([5]);
});
