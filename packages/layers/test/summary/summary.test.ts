import { summarize, tensorBytes, writeModel } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { bnnCnn } from "../../src/networks/bnn-cnn.ts";
import { bnnMlp } from "../../src/networks/bnn-mlp.ts";
import { imageNetwork } from "../../src/networks/image-network.ts";
import { quantActivation } from "../../src/quant-activation.ts";
import { quantConv2d } from "../../src/quant-conv2d.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { quantDepthwiseConv2d } from "../../src/quant-depthwise-conv2d.ts";
import { quantSeparableConv2d } from "../../src/quant-separable-conv2d.ts";
import { formatSummary } from "../../src/summary/format-summary.ts";
import { type NetworkLayerSummary, summary } from "../../src/summary/summary.ts";
import { systems } from "../../src/systems/systems.ts";

beforeAll(() => tf.setBackend("cpu"));

const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" };
const mlp = (): tf.LayersModel => bnnMlp({ inputShape: [6, 6, 1], units: [13, 7], classes: 3 });
const cnn = (): tf.LayersModel =>
  bnnCnn({ inputShape: [8, 8, 2], filters: [7, 8], units: [12], classes: 3 });
const doReFa = (): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [9, 9, 3], activation: "relu" }),
      tf.layers.batchNormalization(),
      quantActivation({
        quantizer: { name: "half-wave-gaussian", options: { bits: 2, step: 0.5 } },
      }),
      quantConv2d({ filters: 5, kernelSize: 3, kernelQuantizer: "clipped-sign", useBias: true }),
      tf.layers.globalAveragePooling2d({}),
      quantDense({
        units: 3,
        inputQuantizer: { name: "int8-rows", options: { scaleAxis: "activations" } },
        kernelQuantizer: { name: "bmt", options: { scaleAxis: "weights" } },
      }),
    ],
  });

const channels = (): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.rescaling({ scale: 1, offset: -128, inputShape: [6, 6, 3] }),
      quantDepthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, kernelQuantizer: "int8-rows" }),
      quantSeparableConv2d({
        filters: 4,
        kernelSize: 3,
        inputQuantizer: "clipped-sign",
        depthwiseQuantizer: "clipped-sign",
        intermediateQuantizer: "clipped-sign",
        pointwiseQuantizer: "clipped-sign",
        useBias: true,
      }),
      tf.layers.batchNormalization(),
      tf.layers.globalAveragePooling2d({}),
      quantDense({ units: 3, ...binary }),
    ],
  });

/** A gradient step away from the first weights, so that thresholds and signs of γ differ. */
function disturbed(model: tf.LayersModel): tf.LayersModel {
  for (const layer of model.layers) {
    const isNormalization = layer.getClassName() === "BatchNormalization";
    layer.setWeights(
      layer.getWeights().map((weight, i) => {
        const values = tf.randomNormal(weight.shape, 0, 1, "float32", i + 3);
        return isNormalization && i === 3 ? tf.abs(values) : values;
      }),
    );
  }
  return model;
}

describe.each([
  ["bnnMlp", mlp],
  ["bnnMlp, disturbed", () => disturbed(mlp())],
  ["bnnCnn", cnn],
  ["bnnCnn, disturbed", () => disturbed(cnn())],
  ["separable convolutions, disturbed", () => disturbed(channels())],
  ["floats and bits", doReFa],
  ["floats and bits, disturbed", () => disturbed(doReFa())],
] as const)("%s", (_, create) => {
  test("has the bytes, parameters and MACs of the packed file", () => {
    const model = create();
    const packed = packClassifier(model, { name: "m" });
    const file = summarize(packed);
    const { layers, total } = summary(model);
    const onDisk = [...packed.tensors]
      .filter(([name]) => !name.startsWith("golden/"))
      .reduce((sum, [, tensor]) => sum + tensorBytes(tensor), 0);
    expect(total.sizeBytes).toBe(onDisk);
    expect(total.sizeBytes).toBe(file.file.tensorBytes);
    expect(file.file.fileBytes).toBe(writeModel(packed).length);
    expect(total.parameters).toEqual(file.parameters);
    expect(total.parameterBits).toBe(file.parameterBits);
    expect(total.macs).toEqual(file.work.perRow);
    expect(total.macKinds.binaryShare).toBe(file.binaryMacShare);
    expect(total.computationEffort).toBe(file.computationEffort);
    expect(layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(onDisk);
    expect(layers.every(({ refusal }) => refusal === undefined)).toBe(true);
    const own = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
    expect(layers.map(({ name }) => name)).toEqual(own.map(({ name }) => name));
    expect(total.weights).toBe(model.countParams());
  });
});

const recipes = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.entries(presets).map(([preset, recipe]) => [`${system}: ${preset}`, recipe] as const),
);

test.each(recipes)("%s has the bytes of its file", (_, recipe) => {
  const sizes = { inputShape: [6, 6, 2], filters: [4], units: [8], classes: 3 } as const;
  const model = imageNetwork(recipe, sizes);
  const { file, parameters, work } = summarize(packClassifier(model, { name: "m" }));
  const { layers, total } = summary(model);
  expect(total.sizeBytes).toBe(file.tensorBytes);
  expect(total.parameters).toEqual(parameters);
  expect(total.macs).toEqual(work.perRow);
  expect(layers.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  expect(check(model)).toEqual([]);
});

const layerOf = (model: tf.LayersModel, className: string, at = 0): NetworkLayerSummary =>
  summary(model).layers.filter((layer) => layer.className === className)[at]!;

test("each layer has its bits, shape, bytes and MACs", () => {
  const first = layerOf(mlp(), "QuantDense");
  expect(first).toMatchObject({
    inputBits: [8],
    kernelBits: [8],
    outputShape: [null, 13],
    parameters: { int8: 36 * 13 },
    sizeBytes: 36 * 13,
    macs: { uint8·int8: 36 * 13 },
    macKinds: { binary: 0, integer: 36 * 13, float: 0, binaryShare: 0 },
    computationEffort: 64 * 36 * 13,
    weights: 36 * 13,
    float32Bytes: 4 * 36 * 13,
  });
  // Thresholds of the normalization before it, one for each feature, and rows of 128 bits.
  expect(layerOf(mlp(), "QuantDense", 1)).toMatchObject({
    inputBits: [1],
    kernelBits: [1],
    parameters: { bipolar: 13 * 7, int32: 13 },
    sizeBytes: 7 * 16 + 13 * 4,
    macs: { bipolar·bipolar: 13 * 7 },
    macKinds: { binaryShare: 1 },
    computationEffort: 13 * 7,
  });
  expect(layerOf(mlp(), "BatchNormalization")).toMatchObject({ sizeBytes: 0, weights: 4 * 13 });
});

test("a kernel on a map counts for each of its places, and numbers of two bits for both", () => {
  expect(layerOf(doReFa(), "QuantConv2D")).toMatchObject({
    outputShape: [null, 5, 5, 5],
    inputBits: [2],
    kernelBits: [1],
    macs: { unipolar·bipolar: 2 * 5 * 5 * 5 * 9 * 4 },
    computationEffort: 2 * 5 * 5 * 5 * 9 * 4,
  });
  expect(layerOf(doReFa(), "Conv2D")).toMatchObject({
    inputBits: [32],
    macKinds: { float: 7 * 7 * 4 * 27 },
    computationEffort: 1024 * 7 * 7 * 4 * 27,
  });
});

test("a separable convolution has both kernels", () => {
  expect(layerOf(channels(), "QuantSeparableConv2D")).toMatchObject({
    inputBits: [1, 1],
    kernelBits: [1, 1],
    macs: { bipolar·bipolar: 2 * 2 * (9 * 6 + 6 * 4) },
  });
});

test("what cannot be packed is counted by itself, and says why", () => {
  const model = tf.sequential({
    layers: [
      quantConv2d({ filters: 4, kernelSize: 3, inputShape: [6, 6, 2], ...binary }),
      tf.layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2, name: "up" }),
      tf.layers.flatten(),
      quantDense({ units: 2, ...binary, name: "scores" }),
    ],
  });
  const { layers, total } = summary(model);
  const [, up, , scores] = layers;
  expect(up).toMatchObject({
    outputShape: [null, 8, 8, 3],
    parameters: { float32: 2 * 2 * 3 * 4 + 3 },
    sizeBytes: 4 * (2 * 2 * 3 * 4 + 3),
    macs: { float32·float32: 4 * 4 * 2 * 2 * 3 * 4 },
    kernelBits: [32],
  });
  expect(up!.refusal).toContain('layer "up" (Conv2DTranspose) must be one of');
  expect(scores!.macs).toEqual({ bipolar·bipolar: 8 * 8 * 3 * 2 });
  expect(total.sizeBytes).toBe(layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  expect(formatSummary(summary(model))).toContain('Not packed: layer "up"');
});

test("quantized kernels that cannot be packed have the bits that they would have", () => {
  const input = tf.input({ shape: [5, 4, 4, 3] });
  const layer = quantDense({ units: 2, ...binary });
  const y = layer.apply(input);
  if (!(y instanceof tf.SymbolicTensor)) throw new TypeError("one output");
  const [summarized] = summary(tf.model({ inputs: input, outputs: y })).layers;
  expect(summarized).toMatchObject({
    inputBits: [1],
    kernelBits: [1],
    parameters: { bipolar: 6 },
    sizeBytes: 2 * 16,
    macs: { bipolar·bipolar: 5 * 4 * 4 * 6 },
  });
});

test("nothing is left behind or changed", () => {
  const model = cnn();
  const before = [tf.memory().numTensors, model.getWeights().map((w) => [...w.dataSync()])];
  summary(model);
  expect([tf.memory().numTensors, model.getWeights().map((w) => [...w.dataSync()])]).toEqual(
    before,
  );
});

test("the table has a line for each layer, totals and both shares", () => {
  const model = mlp();
  const lines = formatSummary(summary(model)).split("\n");
  expect(lines[0]).toBe(model.name);
  expect(lines[1]!.split(/ {2,}/)).toEqual([
    ...["layer", "class", "bits", "output", "parameters", "bytes"],
    ...["binary MACs", "integer MACs", "float MACs"],
  ]);
  const dense = lines.find((line) => line.includes("8×8"));
  expect(dense?.split(/ {2,}/).slice(1)).toEqual([
    ...["QuantDense", "8×8", "13", "468 int8", "468", "468"],
  ]);
  const total = lines.find((line) => line.startsWith("total"));
  expect(total).toContain("468 int8");
  expect(lines.join("\n")).toContain("Share of MACs with one bit on both sides: 19.3 %");
});
