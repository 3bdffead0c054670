import { glorotBound } from "@bnnkit/quantizers";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { quantDense } from "../src/quant-dense.ts";
import { applyLayer } from "./apply-layer.ts";
import { multiply, sign } from "./plain-arithmetic.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(5);
const normals = (count: number): number[] =>
  Array.from({ length: count }, () => Math.fround(random.normal()));
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];
const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" } as const;

describe.each([1, 31, 33, 127])("%i features", (features) => {
  const [rows, units] = [3, 5];
  const x = [...normals(rows * features - 1), -0];
  const kernel = normals(features * units);

  test("with both quantizers multiply signs", () => {
    const layer = quantDense({ units, ...binary });
    const input = tf.tensor2d(x, [rows, features]);
    applyLayer(layer, input);
    layer.setWeights([tf.tensor2d(kernel, [features, units])]);
    const expected = multiply(x.map(sign), kernel.map(sign), [rows, features, units]);
    expect(valuesOf(applyLayer(layer, input))).toEqual(expected);
  });

  test("with none are a dense layer, with a bias if asked", () => {
    const layer = quantDense({ units, useBias: true });
    const input = tf.tensor2d(x, [rows, features]);
    applyLayer(layer, input);
    const bias = normals(units);
    layer.setWeights([tf.tensor2d(kernel, [features, units]), tf.tensor1d(bias)]);
    const expected = multiply(x, kernel, [rows, features, units]);
    for (const [i, value] of valuesOf(applyLayer(layer, input)).entries())
      expect(value).toBeCloseTo(expected[i]! + bias[i % units]!, 3);
  });
});

test("every axis but the last is of rows", () => {
  const layer = quantDense({ units: 4, ...binary });
  const x = tf.tensor3d(normals(2 * 3 * 7), [2, 3, 7]);
  const y = applyLayer(layer, x);
  expect(y).toMatchObject({ shape: [2, 3, 4] });
  expect(layer.computeOutputShape([null, 3, 7])).toEqual([null, 3, 4]);
  expect(valuesOf(applyLayer(layer, tf.reshape(x, [6, 7])))).toEqual(valuesOf(y));
});

test("a kernel with scales of its columns has one for each unit", () => {
  const layer = quantDense({
    units: 2,
    kernelQuantizer: { name: "bmt", options: { scaleAxis: "weights" } },
  });
  const x = tf.tensor2d([[1, 1, 1]]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor2d([1, 8, -0.5, -4, 0.25, 2], [3, 2])]);
  const [first, second] = valuesOf(applyLayer(layer, x));
  expect(first).toBeCloseTo(0.5, 6);
  expect(second).toBeCloseTo(4, 5);
});

describe("gradients", () => {
  test("pass through the signs where magnitudes are at most 1, and nowhere else", () => {
    const layer = quantDense({ units: 1, kernelClip: null, ...binary });
    const x = tf.tensor2d([[0.5, -3, 0.25, 1]]);
    applyLayer(layer, x);
    layer.setWeights([tf.tensor2d([-0.5, 0.75, 2, 1], [4, 1])]);
    const loss = (input: tf.Tensor): tf.Scalar => tf.sum<tf.Scalar>(applyLayer(layer, input));
    expect(valuesOf(tf.grad(loss)(x))).toEqual([-1, 0, 1, 1]);
    const { grads } = tf.variableGrads(() => loss(x));
    const [ofKernel] = Object.values(grads);
    // signs of x, 0 where the latent weight is 2
    expect(valuesOf(ofKernel!)).toEqual([1, -1, 0, 1]);
  });
});

describe("latent weights", () => {
  const steps = async (kernelClip: number | null | undefined): Promise<number> => {
    const layer = quantDense({
      units: 1,
      inputShape: [3],
      kernelQuantizer: { name: "clipped-sign", options: { clip: 100 } },
      ...(kernelClip !== undefined && { kernelClip }),
    });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: tf.train.sgd(10), loss: "meanSquaredError" });
    const x = tf.tensor2d([[1, 1, 1]]);
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, tf.tensor2d([[50]]));
    return Math.max(...layer.kernel.abs().dataSync());
  };

  test("are clipped to ±1 after each update of any optimizer", async () => {
    expect(await steps(undefined)).toBe(1);
    expect(await steps(0.25)).toBe(0.25);
    expect(await steps(null)).toBeGreaterThan(10);
  });

  test("T03 are clipped to half of Glorot's range where that is said", () => {
    const layer = quantDense({
      units: 2048,
      kernelQuantizer: "clipped-sign",
      kernelClip: "glorot",
    });
    layer.build([null, 784]);
    const clip = glorotBound(784, 2048);
    expect(clip).toBeCloseTo(0.0230144, 7);
    expect(layer.kernel.abs().max().dataSync()[0]).toBe(Math.fround(clip));
  });

  test("are centred over the inputs, then clipped, where that is said", () => {
    const layer = quantDense({
      units: 2,
      kernelQuantizer: "clipped-sign",
      kernelCentring: true,
      kernelClip: 2,
    });
    layer.build([null, 3]);
    const columns = tf.tensor2d([
      [1, 0],
      [2, 3],
      [6, 0],
    ]);
    layer.setWeights([columns]);
    expect(valuesOf(layer.kernel)).toEqual([-2, -1, -1, 2, 2, -1]);
  });

  test("that were centred and clipped stay so where another layer is given them", () => {
    const options = { units: 3, kernelQuantizer: "clipped-sign", kernelCentring: true } as const;
    const [layer, again] = [quantDense(options), quantDense(options)];
    for (const each of [layer, again]) each.build([null, 3]);
    // Centred: −2 −1 3, −3 0 3, and −⅓ −⅓ ⅔, the first two of which are then clipped.
    layer.setWeights([tf.tensor2d([1, 0, 0, 2, 3, 0, 6, 6, 1], [3, 3])]);
    const kernel = valuesOf(layer.kernel);
    expect(kernel.slice(0, 2)).toEqual([-1, -1]);
    again.setWeights(layer.getWeights());
    expect(valuesOf(again.kernel)).toEqual(kernel);
  });

  test("are clipped where setWeights writes them", () => {
    const layer = quantDense({ units: 1, kernelQuantizer: "clipped-sign" });
    applyLayer(layer, tf.ones([1, 2]));
    layer.setWeights([tf.tensor2d([-7, 0.5], [2, 1])]);
    expect(valuesOf(layer.kernel)).toEqual([-1, 0.5]);
  });

  test("are free where scales follow them, and where nothing is quantized", () => {
    const options = { scaleAxis: "weights" };
    const kernelQuantizer = { name: "bmt", options };
    expect(quantDense({ units: 1, kernelQuantizer }).kernelClip).toBeNull();
    expect(quantDense({ units: 1 }).kernelClip).toBeNull();
    const bounded = { name: "bmt", options: { ...options, bound: 1 } };
    expect(quantDense({ units: 1, kernelQuantizer: bounded }).kernelClip).toBe(1);
  });

  test("start in Glorot's range, alike for one seed", () => {
    const kernelOf = (seed: number): number[] => {
      const layer = quantDense({ units: 10, seed });
      layer.build([null, 20]);
      return valuesOf(layer.kernel);
    };
    expect(Math.max(...kernelOf(1).map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 30));
    expect(kernelOf(1)).toEqual(kernelOf(1));
    expect(kernelOf(1)).not.toEqual(kernelOf(2));
  });
});

test("a step leaves its result and nothing else", () => {
  const layer = quantDense({ units: 4, ...binary });
  const x = tf.tensor2d(normals(14), [2, 7]);
  tf.dispose(applyLayer(layer, x));
  const before = tf.memory().numTensors;
  const y = applyLayer(layer, x);
  expect(tf.memory().numTensors).toBe(before + 1);
  layer.setWeights([tf.tidy(() => tf.zeros([7, 4]))]);
  tf.dispose(y);
});

test.each([
  [{ units: 0 }, "quantDense: units must be"],
  [{ units: 2, kernelClip: 0 }, 'kernelClip must be positive, "glorot" or null, got 0'],
  [{ units: 2, inputQuantizer: "cubic" }, 'no quantizer "cubic" is registered'],
])("%j is refused", (args, message) => {
  expect(() => quantDense(args)).toThrow(message);
});

test("weights are there when the layer is built", () => {
  expect(() => quantDense({ units: 2, name: "scores" }).kernel).toThrow(
    "scores: the layer has no weights before it is built",
  );
  expect(() => quantDense({ units: 2, name: "scores" }).build([null, 0])).toThrow(
    "scores: the input must not be empty, for a kernel of [0,2]",
  );
  expect(() => quantDense({ units: 2, name: "scores" }).build([null, null])).toThrow(
    "scores: the last axis of the input must have a size",
  );
});

test.each([
  [
    'outputMap must be "matches", "matches-straight-through" or null, got counts',
    { outputMap: "counts" },
  ],
  ['inputScale must be "window-mean" or null, got mean', { inputScale: "mean" }],
  ['gradientInput must be "power-of-two" or null, got bits', { gradientInput: "bits" }],
  ['kernelMagnitude must be "glorot" or null, got he', { kernelMagnitude: "he" }],
  ["gradientBits must be an integer in 1 … 31, got 0", { gradientBits: 0 }],
  [
    'kernelMagnitude must be null for a kernelQuantizer without a magnitude, got "glorot" and clipped-sign',
    { kernelMagnitude: "glorot" },
  ],
])("refuses options that there are not: %s", (message, options) => {
  const json = JSON.stringify({ units: 1, name: "d", kernelQuantizer: "clipped-sign", ...options });
  expect(() => quantDense(JSON.parse(json))).toThrow(`d: ${message}`);
});
