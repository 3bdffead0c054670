import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantConv1d } from "../src/quant-conv1d.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantConv2dTranspose } from "../src/quant-conv2d-transpose.ts";
import { quantDepthwiseConv2d } from "../src/quant-depthwise-conv2d.ts";
import { quantEmbedding } from "../src/quant-embedding.ts";
import { QuantSeparableConv2D, quantSeparableConv2d } from "../src/quant-separable-conv2d.ts";
import { setTrainingStep } from "../src/quantizing-layer.ts";
import { applyLayer } from "./apply-layer.ts";
import { convolve, sign } from "./plain-arithmetic.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(12);
const normals = (count: number): number[] =>
  Array.from({ length: count }, () => Math.fround(random.normal()));
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];
const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" } as const;
const scaled = { name: "bmt", options: { scaleAxis: "weights" } };

/** The gradient of the sum of a layer's outputs, for each of its trained weights. */
function gradients(layer: tf.layers.Layer, x: tf.Tensor): Record<string, tf.Tensor> {
  return tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x))).grads;
}

describe("quantDepthwiseConv2d", () => {
  const [height, width, channels, multiplier] = [5, 4, 3, 2];
  const x = normals(height * width * channels);
  const input = (): tf.Tensor4D => tf.tensor4d(x, [1, height, width, channels]);
  const kernel = normals(3 * 2 * channels * multiplier);

  test("is the convolution of each channel by itself, its outputs beside each other", () => {
    const layer = quantDepthwiseConv2d({
      kernelSize: [3, 2],
      depthMultiplier: multiplier,
      padding: "same",
      padValue: -1,
      ...binary,
    });
    applyLayer(layer, input());
    layer.setWeights([tf.tensor4d(kernel, [3, 2, 1, channels * multiplier])]);
    const y = applyLayer(layer, input());
    expect(y).toMatchObject({ shape: [1, height, width, channels * multiplier] });
    expect(layer.computeOutputShape([null, height, null, channels])).toEqual([null, 5, null, 6]);
    const values = valuesOf(y);
    for (let c = 0; c < channels; c++) {
      const outputs = [2 * c, 2 * c + 1];
      const alone = convolve(
        x.filter((_, i) => i % channels === c).map(sign),
        kernel.filter((_, i) => outputs.includes(i % 6)).map(sign),
        {
          map: [height, width, 1],
          kernel: [3, 2, multiplier],
          stride: 1,
          dilation: 1,
          before: [1, 0],
          outside: -1,
          output: [height, width],
        },
      );
      expect(values.filter((_, i) => outputs.includes(i % 6))).toEqual(alone);
    }
  });

  test("has a scale for each output, behind the product", () => {
    const layer = quantDepthwiseConv2d({ kernelSize: 1, kernelQuantizer: scaled });
    const ones = tf.ones([1, 1, 1, 2]);
    applyLayer(layer, ones);
    layer.setWeights([tf.tensor4d([0.5, -8], [1, 1, 1, 2])]);
    const [first, second] = valuesOf(applyLayer(layer, ones));
    expect(first).toBeCloseTo(0.25, 5);
    expect(second).toBeCloseTo(-4, 5);
    expect(layer.matrixShape).toEqual([2, 1]);
    expect(layer.productsFor([null, 7, 5, 2])).toBe(7 * 5 * 2);
  });

  test("gradients reach the kernel through padding and signs", () => {
    const layer = quantDepthwiseConv2d({ kernelSize: 3, padding: "same", padValue: 1, ...binary });
    applyLayer(layer, input());
    const [gradient] = Object.values(gradients(layer, input()));
    // The tap in the middle meets every sign of its channel once.
    const sums = [0, 1, 2].map((c) =>
      x.filter((_, i) => i % 3 === c).reduce((sum, value) => sum + sign(value), 0),
    );
    expect(valuesOf(gradient!).slice(12, 15)).toEqual(sums);
  });
});

test.each([
  [
    "quantConv2d",
    quantConv2d({ filters: 2, kernelSize: [2, 3], dilationRate: [3, 2], strides: 2 }),
  ],
  ["quantDepthwiseConv2d", quantDepthwiseConv2d({ kernelSize: [2, 3], dilationRate: [3, 2] })],
])("a dilated %s is that of a kernel with zeros between, its gradients, too", (_, layer) => {
  const x = tf.tensor4d(normals(7 * 8), [1, 7, 8, 1]);
  applyLayer(layer, x);
  const filters = layer.kernel.shape[3] ?? 0;
  const taps = (kernel: tf.Tensor): tf.Tensor4D =>
    tf.tensor4d(
      Array.from({ length: 4 * 5 * filters }, (_, i) => {
        const [row, column, f] = [
          Math.floor(i / (5 * filters)),
          Math.floor(i / filters) % 5,
          i % filters,
        ];
        if (row % 3 !== 0 || column % 2 !== 0) return 0;
        return kernel.dataSync()[(row + column / 2) * filters + f] ?? Number.NaN;
      }),
      [4, 5, 1, filters],
    );
  const strides: [number, number] = [...layer.strides];
  const plain = (input: tf.Tensor4D): tf.Tensor =>
    tf.conv2d(input, taps(layer.kernel), strides, "valid");
  expect(valuesOf(applyLayer(layer, x))).toEqual(valuesOf(plain(x)));
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  const product = (kernel: tf.Tensor): tf.Tensor =>
    tf.sum(tf.conv2d(x, tf.reshape<tf.Rank.R4>(kernel, [4, 5, 1, filters]), strides, "valid"));
  const wide = tf.grad(product)(taps(layer.kernel));
  const expected = [0, 3].flatMap((row) =>
    [0, 2, 4].flatMap((column) =>
      Array.from({ length: filters }, (_, f) => wide.dataSync()[(row * 5 + column) * filters + f]),
    ),
  );
  const [gradient] = Object.values(grads);
  expect(valuesOf(gradient!)).toEqual(expected);
});

describe("quantConv1d", () => {
  test("is the convolution of a map of one row", () => {
    const options = { filters: 4, padding: "same", padValue: -1, ...binary } as const;
    const one = quantConv1d({ ...options, kernelSize: 3, strides: 2 });
    const two = quantConv2d({ ...options, kernelSize: [1, 3], strides: [1, 2] });
    const x = tf.tensor3d(normals(2 * 7 * 3), [2, 7, 3]);
    const map = tf.reshape(x, [2, 1, 7, 3]);
    applyLayer(one, x);
    applyLayer(two, map);
    const kernel = tf.tensor(normals(3 * 3 * 4), [3, 3, 4]);
    one.setWeights([kernel]);
    two.setWeights([tf.reshape(kernel, [1, 3, 3, 4])]);
    const y = applyLayer(one, x);
    expect(y.shape).toEqual([2, 4, 4]);
    expect(one.computeOutputShape([null, 7, 3])).toEqual([null, 4, 4]);
    expect(one.computeOutputShape([null, null, 3])).toEqual([null, null, 4]);
    expect(valuesOf(y)).toEqual(valuesOf(applyLayer(two, map)));
    expect(one.productsFor([null, 7, 3])).toBe(4 * 36);
  });

  test("products of windows are scaled by the means of those", () => {
    const layer = quantConv1d({ filters: 1, kernelSize: 2, inputScale: "window-mean", ...binary });
    const x = tf.tensor3d([2, -4, 6], [1, 3, 1]);
    applyLayer(layer, x);
    layer.setWeights([tf.tensor3d([1, -1], [2, 1, 1])]);
    expect(valuesOf(applyLayer(layer, x))).toEqual([2 * 3, -2 * 5]);
  });

  test("a map is refused", () => {
    expect(() =>
      quantConv1d({ filters: 1, kernelSize: 2, name: "c" }).build([null, 3, 3, 1]),
    ).toThrow("c: the input must be [batch, length, channels], got [,3,3,1]");
  });
});

describe("quantConv2dTranspose", () => {
  test("adds the kernel's window for each place of the input", () => {
    const layer = quantConv2dTranspose({
      filters: 1,
      kernelSize: [1, 3],
      strides: [1, 2],
      ...binary,
    });
    const x = tf.tensor4d([0.5, -2], [1, 1, 2, 1]);
    applyLayer(layer, x);
    layer.setWeights([tf.tensor4d([1, 0.5, -0.25], [1, 3, 1, 1])]);
    // + + − of the first place, − − + of the second two columns on
    expect(valuesOf(applyLayer(layer, x))).toEqual([1, 1, -2, -1, 1]);
    expect(layer.computeOutputShape([null, 1, 2, 1])).toEqual([null, 1, 5, 1]);
    expect(layer.productsFor([null, 1, 2, 1])).toBe(6);
    const [gradient] = Object.values(gradients(layer, x));
    expect(valuesOf(gradient!)).toEqual([0, 0, 0]);
  });

  test.each([
    ["valid", [10, 9]],
    ["same", [8, 9]],
  ] as const)("%s tells its output's shape", (padding, [height, width]) => {
    const layer = quantConv2dTranspose({
      filters: 3,
      kernelSize: [4, 2],
      strides: [2, 3],
      padding,
      kernelQuantizer: scaled,
    });
    const y = applyLayer(layer, tf.tensor4d(normals(4 * 3 * 2), [1, 4, 3, 2]));
    expect(y.shape).toEqual([1, height, width, 3]);
    expect(layer.computeOutputShape([null, 4, null, 2])).toEqual([null, height, null, 3]);
  });
});

describe("quantSeparableConv2d", () => {
  const options = {
    filters: 4,
    kernelSize: 3,
    strides: 2,
    padding: "same",
    padValue: 1,
    depthMultiplier: 2,
    inputQuantizer: "clipped-sign",
    depthwiseQuantizer: "clipped-sign",
    intermediateQuantizer: "clipped-sign",
    pointwiseQuantizer: scaled,
    useBias: true,
  } as const;

  test("is a depthwise convolution and one of its outputs at each place", () => {
    const layer = quantSeparableConv2d(options);
    const x = tf.tensor4d(normals(6 * 5 * 3), [1, 6, 5, 3]);
    const y = applyLayer(layer, x);
    const { depthwise, pointwise } = layer;
    expect(y.shape).toEqual([1, 3, 3, 4]);
    expect(layer.computeOutputShape([null, 6, 5, 3])).toEqual([null, 3, 3, 4]);
    expect(valuesOf(y)).toEqual(valuesOf(applyLayer(pointwise, applyLayer(depthwise, x))));
    expect(layer.weights.map(({ shape }) => shape)).toEqual([[3, 3, 1, 6], [1, 1, 6, 4], [4]]);
    expect(new Set(layer.weights.map(({ originalName }) => originalName)).size).toBe(3);
    expect(Object.keys(gradients(layer, x)).length).toBe(3);
  });

  test("clips each kernel as its quantizer asks, also when it is made again", () => {
    const layer = quantSeparableConv2d({ ...options, inputShape: [4, 4, 1] });
    const again = new QuantSeparableConv2D(JSON.parse(JSON.stringify(layer.getConfig())));
    for (const { depthwise, pointwise } of [layer, again])
      expect([depthwise.kernelClip, pointwise.kernelClip]).toEqual([1, null]);
    const clipped = quantSeparableConv2d({ ...options, kernelClip: 0.5 });
    expect([clipped.depthwise.kernelClip, clipped.pointwise.kernelClip]).toEqual([0.5, 0.5]);
    expect(clipped.getConfig().kernelClip).toBe(0.5);
  });

  test("trains both kernels, unless it is frozen, and counts its steps", async () => {
    const train = async (trainable: boolean): Promise<number[]> => {
      const layer = quantSeparableConv2d({ ...options, inputShape: [4, 4, 1], trainable, seed: 3 });
      const model = tf.sequential({
        layers: [layer, tf.layers.globalAveragePooling2d({}), tf.layers.dense({ units: 1 })],
      });
      model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
      const before = layer.getWeights().map((weight) => valuesOf(weight));
      setTrainingStep(model, 5);
      await model.trainOnBatch(tf.tensor4d(normals(32), [2, 4, 4, 1]), tf.tensor2d([[9], [-9]]));
      expect(layer.trainingStep).toBe(6);
      expect(layer.depthwise.trainingStep).toBe(6);
      const after = layer.getWeights().map((weight) => valuesOf(weight));
      return after.map((values, i) => Number(values.some((value, j) => value !== before[i]![j])));
    };
    expect(await train(true)).toEqual([1, 1, 1]);
    expect(await train(false)).toEqual([0, 0, 0]);
  });
});

describe("quantEmbedding", () => {
  test("gives rows of the quantized table, which learn", () => {
    const layer = quantEmbedding({ inputDim: 4, outputDim: 2, kernelQuantizer: "clipped-sign" });
    const ids = tf.tensor2d([[3, 0, 3]], [1, 3], "int32");
    applyLayer(layer, ids);
    layer.setWeights([tf.tensor2d([0.5, -0.5, 1, 1, 1, 1, -0.25, 0], [4, 2])]);
    const y = applyLayer(layer, ids);
    expect(y.shape).toEqual([1, 3, 2]);
    expect(valuesOf(y)).toEqual([-1, 1, 1, -1, -1, 1]);
    const [gradient] = Object.values(gradients(layer, ids));
    expect(valuesOf(gradient!)).toEqual([1, 1, 0, 0, 0, 0, 2, 2]);
  });

  test("has a scale for each id, if asked", () => {
    const kernelQuantizer = { name: "bmt", options: { scaleAxis: "activations" } };
    const layer = quantEmbedding({ inputDim: 2, outputDim: 2, kernelQuantizer });
    const ids = tf.tensor2d([[1, 0]]);
    applyLayer(layer, ids);
    layer.setWeights([tf.tensor2d([1, -0.5, 8, 2], [2, 2])]);
    const expected = [4, 4, 0.5, -0.5];
    for (const [i, value] of valuesOf(applyLayer(layer, ids)).entries())
      expect(value).toBeCloseTo(expected[i]!, 5);
  });
});

test.each([
  [() => quantDepthwiseConv2d({ kernelSize: 0 }), "quantDepthwiseConv2d: kernelSize must be"],
  [
    () => quantDepthwiseConv2d({ kernelSize: 1, depthMultiplier: 0 }),
    "quantDepthwiseConv2d: depthMultiplier must be",
  ],
  [() => quantConv1d({ filters: 0, kernelSize: 1 }), "quantConv1d: filters must be"],
  [() => quantConv2dTranspose({ filters: 1, kernelSize: 1.5 }), "quantConv2dTranspose: kernelSize"],
  [
    () => quantConv2dTranspose({ filters: 1, kernelSize: 1, padding: JSON.parse('"full"') }),
    'quantConv2dTranspose: padding must be "valid" or "same", got full',
  ],
  [() => quantSeparableConv2d({ filters: 0, kernelSize: 1 }), "quantSeparableConv2d: filters"],
  [() => quantEmbedding({ inputDim: 0, outputDim: 1 }), "quantEmbedding: inputDim must be"],
])("%s is refused", (create, message) => {
  expect(create).toThrow(message);
});
