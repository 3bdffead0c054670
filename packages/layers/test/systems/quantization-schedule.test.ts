import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { imageNetwork } from "../../src/networks/image-network.ts";
import { quantActivation } from "../../src/quant-activation.ts";
import { quantConv2d } from "../../src/quant-conv2d.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { quantSeparableConv2d } from "../../src/quant-separable-conv2d.ts";
import { QuantizingLayer } from "../../src/quantizing-layer.ts";
import {
  scheduleQuantization,
  setQuantizedShare,
} from "../../src/systems/quantization-schedule.ts";
import type { QuantizationSchedule } from "../../src/systems/recipe.ts";
import { recipeOf } from "../../src/systems/recipe-of.ts";
import { trainingProgress, trainingSchedule } from "../../src/systems/training-schedule.ts";
import { applyLayer } from "../apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const signs = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" } as const;

function dense(): tf.Sequential {
  const layers = [
    quantDense({ ...signs, units: 1, inputShape: [2] }),
    quantDense({ ...signs, units: 1 }),
    quantDense({ ...signs, units: 1 }),
  ];
  return tf.sequential({ layers });
}

function shares(model: tf.LayersModel, role: "input" | "kernel"): readonly number[] {
  return model.layers.flatMap((layer) =>
    layer instanceof QuantizingLayer && layer.quantizes(role) ? [layer.quantizedShare(role)] : [],
  );
}

test.each([
  // Input 0.5 and −0.25, kernel 0.25 and 0.75; signs 1, −1 and 1, 1.
  [1, 1, 0],
  [0, 0, 0.5 * 0.25 - 0.25 * 0.75],
  [1, 0, 0.25 - 0.75],
  [0, 1, 0.5 - 0.25],
  [0.5, 1, 0.75 - 0.625],
  [0.5, 0.5, 0.75 * 0.625 - 0.625 * 0.875],
])("inputs quantized by %d and kernels by %d multiply to %d", (inputs, kernels, expected) => {
  const layer = quantDense({ ...signs, units: 1, inputShape: [2] });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d([0.25, 0.75], [2, 1])]);
  setQuantizedShare(model, { inputs, kernels });
  expect(applyLayer(layer, tf.tensor2d([[0.5, -0.25]])).dataSync()[0]).toBeCloseTo(expected, 6);
});

test("the gradient is that of both parts", () => {
  const layer = quantActivation({
    quantizer: { name: "sign", options: { estimator: "triangle" } },
  });
  layer.setQuantizedShare("input", 0.25);
  const gradient = tf.grad((x) => applyLayer(layer, x))(tf.tensor2d([[0.25, -0.5, 3]]));
  // ¾·1 + ¼·(2 − 2|x|), and without a slope ¾.
  expect([...gradient.dataSync()]).toEqual([0.75 + 0.375, 0.75 + 0.25, 0.75]);
});

test("a real layer with scales is the layer of TensorFlow.js with the same kernel", () => {
  const options = { filters: 3, kernelSize: 2, seed: 4, inputShape: [5, 5, 2] };
  const quantized = quantConv2d({ ...options, ...signs, kernelQuantizer: "scaled-sign" });
  const model = tf.sequential({ layers: [quantized] });
  const real = tf.layers.conv2d({ ...options, useBias: false });
  const x = tf.randomNormal([2, 5, 5, 2], 0, 1, "float32", 3);
  real.apply(x);
  real.setWeights([quantized.kernel]);
  setQuantizedShare(model, { inputs: 0, kernels: 0 });
  expect(applyLayer(quantized, x).dataSync()).toEqual(applyLayer(real, x).dataSync());
});

test("inputs that are real are not multiplied with their mean magnitudes", () => {
  const make = (inputScale: "window-mean" | null) =>
    quantDense({ ...signs, units: 2, seed: 1, inputShape: [3], inputScale });
  const x = tf.tensor2d([[2, -4, 6]]);
  const [plain, scaled] = [make(null), make("window-mean")];
  const valuesAt = (share: number): readonly number[] =>
    [plain, scaled].map((layer) => {
      layer.setQuantizedShare("input", share);
      return applyLayer(layer, x).dataSync()[0]!;
    });
  const [real, alsoReal] = valuesAt(0);
  expect(alsoReal).toBe(real);
  const [blended, times] = valuesAt(0.5);
  expect(times! / blended!).toBeCloseTo(2.5, 5);
  const [sign, timesMean] = valuesAt(1);
  expect(timesMean! / sign!).toBeCloseTo(4, 5);
});

test.each<[QuantizationSchedule, readonly (readonly number[])[]]>([
  [
    { kernels: { start: 0.5 } },
    [
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
  ],
  [
    { kernels: { start: 0.25, end: 0.75 } },
    [
      [0, 0, 0],
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [1, 1, 1],
      [1, 1, 1],
    ],
  ],
  [
    { kernels: { start: 0.25, end: 0.75, way: "front-to-back" } },
    [
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
      [1, 1, 1],
    ],
  ],
  [
    { kernels: { start: 0, end: 1, way: "back-to-front" } },
    [
      [0, 0, 1],
      [0, 0, 1],
      [0, 1, 1],
      [0, 1, 1],
      [1, 1, 1],
    ],
  ],
])("%j", (schedule, expected) => {
  const model = dense();
  const seen = [0, 0.25, 0.5, 0.75, 1].map((progress) => {
    scheduleQuantization(model, schedule, progress);
    return shares(model, "kernel");
  });
  expect(seen).toEqual(expected);
  expect(shares(model, "input")).toEqual([1, 1, 1]);
});

test("layers that match are set alone, and both products of a separable convolution together", () => {
  const separable = quantSeparableConv2d({
    filters: 2,
    kernelSize: 1,
    inputShape: [2, 2, 1],
    depthwiseQuantizer: "clipped-sign",
    intermediateQuantizer: "clipped-sign",
  });
  const model = tf.sequential({ layers: [separable, quantActivation()] });
  setQuantizedShare(model, { inputs: 0.5, kernels: 0 }, (layer) => layer === separable);
  expect(shares(model, "input")).toEqual([0.5, 1]);
  expect(separable.depthwise.quantizedShare("kernel")).toBe(0);
  expect(separable.pointwise.quantizedShare("input")).toBe(0.5);
});

test("two steps: kernels that were real are packed once they are quantized, and a saved model is", async () => {
  const recipe = recipeOf("reactnet", "two-step");
  const sizes = { inputShape: [4, 4, 1], units: [4, 4], classes: 2 } as const;
  const model = imageNetwork(recipe, sizes);
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: (labels: tf.Tensor, scores: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, scores),
  });
  const x = tf.randomUniform([16, 4, 4, 1], 0, 255, "int32", 1);
  const y = tf.oneHot(
    tf.tensor1d(
      [...new Array(16).keys()].map((i) => i % 2),
      "int32",
    ),
    2,
  );
  const fit = (epochs: number) =>
    model.fit(x, y, { epochs, batchSize: 4, shuffle: false, verbose: 0, callbacks: [schedule] });
  const schedule = trainingSchedule(model, recipe, { steps: 12 });
  await fit(1);
  expect(new Set(shares(model, "kernel"))).toEqual(new Set([0]));
  expect(new Set(shares(model, "input"))).toEqual(new Set([1]));
  expect(() => packClassifier(model, { name: "half" })).toThrow(
    /must have a quantized kernel, got one of the share 0: train on with setQuantizedShare\(model, \{ kernels: 1 \}\)$/,
  );
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
  expect(new Set(shares(loaded, "kernel"))).toEqual(new Set([1]));
  await fit(2);
  expect(new Set(shares(model, "kernel"))).toEqual(new Set([1]));
  expect(packClassifier(model, { name: "whole" }).description.name).toBe("whole");
});

test("an optimizer finds the gradients of quantizers' parameters in each step", () => {
  const layer = quantDense({ units: 1, inputShape: [2], inputQuantizer: "shifted-sign" });
  const model = tf.sequential({ layers: [layer] });
  setQuantizedShare(model, { inputs: 0 });
  const { grads } = tf.variableGrads(() => tf.sum(applyLayer(layer, tf.ones([1, 2]))).asScalar());
  const shifts = Object.entries(grads).filter(([name]) => name.includes("shifts"));
  expect(shifts.map(([, gradient]) => [...gradient.dataSync()])).toEqual([[0, 0]]);
});

test("a training is at its start in the first step, and at its end in the last one", () => {
  expect([0, 2, 4, 9].map((step) => trainingProgress(step, 5))).toEqual([0, 0.5, 1, 1]);
  expect(trainingProgress(0, 1)).toBe(1);
});

test("calls leave nothing behind", () => {
  const layer = quantDense({ ...signs, units: 3, inputShape: [2] });
  const x = tf.ones([1, 2]);
  applyLayer(layer, x).dispose();
  const before = tf.memory().numTensors;
  for (const share of [0, 0.3, 1]) {
    layer.setQuantizedShare("input", share);
    layer.setQuantizedShare("kernel", share);
    applyLayer(layer, x).dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
});

test("what is no share is refused", () => {
  const model = dense();
  expect(() => setQuantizedShare(model, { kernels: 1.5 })).toThrow(
    "the quantized share must be in 0 … 1, got 1.5",
  );
  expect(() => scheduleQuantization(model, { inputs: { start: 0.5, end: 0.2 } }, 0)).toThrow(
    "scheduleQuantization: inputs: 0 ≤ start ≤ end ≤ 1 must hold, got 0.5 and 0.2",
  );
  const way = JSON.parse('{ "kernels": { "start": 0, "way": "sideways" } }');
  expect(() => scheduleQuantization(model, way, 0)).toThrow(
    "scheduleQuantization: kernels: way must be one of blend, front-to-back, back-to-front, got sideways",
  );
  expect(() => trainingSchedule(model, {}, { steps: 0 })).toThrow(
    "trainingSchedule: steps must be at least 1, got 0",
  );
});
