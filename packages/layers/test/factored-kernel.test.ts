import { createQuantizer, type Quantizer } from "@bnnkit/quantizers";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(8);
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());
const bytes = (count: number): number[] =>
  Array.from({ length: count }, () => random.integer(-128, 127));

const kernelQuantizers = [
  "int8-rows",
  { name: "bmt", options: { scaleAxis: "weights" } },
  { name: "bmt", options: { scaleAxis: "tensor" } },
  { name: "bmt", options: { scaleAxis: "weights", bound: 0.75 } },
] as const;

/** Keeps nothing of a weight below 0.1. */
const keptTernary = {
  name: "ternary",
  options: {
    threshold: 0.1,
    scaleAxis: "weights",
    scale: "kept-mean",
    estimator: "straight-through",
  },
} as const;

/** Gradients of Σ a·y with respect to input and kernel, in which the scale stands before the product. */
function expectedGradients(
  { quantize }: Quantizer,
  multiply: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor,
  [x, w]: readonly [tf.Tensor, tf.Tensor],
): tf.Tensor[] {
  return tf.grads((a: tf.Tensor, b: tf.Tensor) => loss(multiply(a, quantize(b))))([x, w]);
}

function loss(y: tf.Tensor): tf.Scalar {
  const weights = tf.reshape(tf.range(1, y.size + 1), y.shape);
  return tf.sum<tf.Scalar>(tf.mul(y, weights));
}

function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  const largest = Math.max(...tf.abs(expected).dataSync());
  const difference = tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]!;
  expect(difference).toBeLessThan(1e-5 * largest);
}

describe.each(kernelQuantizers)("a kernel of %j", (kernelQuantizer) => {
  const quantizer = createQuantizer(kernelQuantizer);

  test("of a dense layer has the products and gradients of its numbers", () => {
    const layer = quantDense({ units: 3, kernelQuantizer, kernelClip: null });
    const [x, w] = [tf.tensor2d(bytes(10), [2, 5]), tf.tensor2d(normals(15), [5, 3])];
    const multiply = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(a, b);
    applyLayer(layer, x);
    layer.setWeights([w]);
    expectClose(applyLayer(layer, x), multiply(x, quantizer.quantize(w)));
    const [dx, dw] = expectedGradients(quantizer, multiply, [x, w]);
    expectClose(tf.grad((a) => loss(applyLayer(layer, a)))(x), dx!);
    const { grads } = tf.variableGrads(() => loss(applyLayer(layer, x)));
    expectClose(Object.values(grads)[0]!, dw!);
  });

  test("of a convolution, too", () => {
    const layer = quantConv2d({ filters: 3, kernelSize: 2, kernelQuantizer, kernelClip: null });
    const x = tf.tensor4d(bytes(36), [1, 6, 3, 2]);
    const w = tf.tensor4d(normals(24), [2, 2, 2, 3]);
    const multiply = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      tf.conv2d(a.as4D(1, 6, 3, 2), b.as4D(2, 2, 2, 3), 1, "valid");
    applyLayer(layer, x);
    layer.setWeights([w]);
    expectClose(applyLayer(layer, x), multiply(x, quantizer.quantize(w)));
    const [dx, dw] = expectedGradients(quantizer, multiply, [x, w]);
    expectClose(tf.grad((a) => loss(applyLayer(layer, a)))(x), dx!);
    const { grads } = tf.variableGrads(() => loss(applyLayer(layer, x)));
    expectClose(Object.values(grads)[0]!, dw!);
  });
});

test("an output whose scale is 0 has the gradient of its numbers, and gives its input none", () => {
  // Straight through, the gradient of a weight is its input: of the zeros as of the others.
  for (const kernelQuantizer of ["scaled-sign", keptTernary]) {
    const layer = quantDense({ units: 2, kernelQuantizer, kernelClip: null });
    const x = tf.tensor2d([[1, 2, 3]]);
    applyLayer(layer, x);
    layer.setWeights([tf.tensor2d([0, 0.5, 0, -0.25, 0, 0.75], [3, 2])]);
    const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
    expect([...Object.values(grads)[0]!.dataSync()]).toEqual([1, 1, 2, 2, 3, 3]);
    const ofFirst = tf.grad((a) => applyLayer(layer, a).slice([0, 0], [1, 1]));
    expect([...tf.abs(ofFirst(x)).dataSync()]).toEqual([0, 0, 0]);
  }
});

test("a learned scale has its gradient outside of training, too", () => {
  const layer = quantDense({ units: 1, kernelQuantizer: "rectified-sign" });
  const x = tf.tensor2d([[1, 2, 4]]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor2d([-3, 1, 2], [3, 1]), tf.tensor1d([0.5]), tf.scalar(0.85)]);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  // Of the kernel and of its scale, whose signs are −1, 1, 1.
  const [, ofScale] = Object.values(grads);
  expect(ofScale?.dataSync()).toEqual(Float32Array.of(5));
});

test("bytes times int8 are exact integers times the scale of the output", () => {
  const layer = quantDense({ units: 4, kernelQuantizer: "int8-rows" });
  const [x, w] = [bytes(784), normals(784 * 4)];
  const input = tf.tensor2d(x, [1, 784]);
  applyLayer(layer, input);
  layer.setWeights([tf.tensor2d(w, [784, 4])]);
  const [{ digits, scale }] = createQuantizer("int8-rows").encode(layer.kernel);
  const [d, s] = [digits.dataSync(), scale.dataSync()];
  const expected = Array.from({ length: 4 }, (_, n) => {
    const sum = x.reduce((total, value, k) => total + value * d[k * 4 + n]!, 0);
    return Math.fround(sum * s[n]!);
  });
  expect([...applyLayer(layer, input).dataSync()]).toEqual(expected);
});

test("the gradient through an int8 kernel is that of the product, straight through", () => {
  const layer = quantDense({ units: 2, kernelQuantizer: "int8-rows" });
  const x = tf.tensor2d([[3, -7, 100]]);
  applyLayer(layer, x);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  const gradient = [...Object.values(grads)[0]!.dataSync()];
  for (const [i, value] of [3, 3, -7, -7, 100, 100].entries())
    expect(gradient[i]).toBeCloseTo(value, 4);
});

test("scales of anything but outputs are refused, naming the layer", () => {
  const options = { scaleAxis: "weight-rows" };
  const kernelQuantizer = { name: "bmt", options };
  const layer = quantDense({ units: 2, name: "scores", kernelQuantizer });
  expect(() => layer.apply(tf.ones([1, 3]))).toThrow(
    "scores: the kernel's scales must be of outputs",
  );
});

test("a step leaves its result and nothing else", () => {
  const layer = quantDense({ units: 4, kernelQuantizer: "int8-rows" });
  const x = tf.tensor2d(normals(14), [2, 7]);
  tf.dispose(applyLayer(layer, x));
  const before = tf.memory().numTensors;
  applyLayer(layer, x);
  expect(tf.memory().numTensors).toBe(before + 1);
});
