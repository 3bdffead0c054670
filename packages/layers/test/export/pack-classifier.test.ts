import { bipolar, type Code, unsigned } from "@bnnkit/core";
import { goldenRuns, inferTypes, ofTask, type PackedModel } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { locallyBinaryConv2d } from "../../src/locally-binary-conv2d.ts";
import { quantActivation } from "../../src/quant-activation.ts";
import { quantConv1d } from "../../src/quant-conv1d.ts";
import { quantConv2d } from "../../src/quant-conv2d.ts";
import { quantConv2dTranspose } from "../../src/quant-conv2d-transpose.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { quantDepthwiseConv2d } from "../../src/quant-depthwise-conv2d.ts";
import { quantEmbedding } from "../../src/quant-embedding.ts";
import { quantSeparableConv2d } from "../../src/quant-separable-conv2d.ts";
import { shiftedPReLU } from "../../src/shifted-prelu.ts";
import { packedScores, predictedScores } from "./evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const shape = [6, 6, 3];
const sign = "clipped-sign";
const binary = { inputQuantizer: sign, kernelQuantizer: sign };
const hwgq = { name: "half-wave-gaussian", options: { bits: 2, step: 0.5 } };
const bmt = (scaleAxis: string): { name: string; options: { scaleAxis: string } } => ({
  name: "bmt",
  options: { scaleAxis },
});

const random = createRandom(21);
const bytes = (count: number): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: count * 108 }, () => random.integer(0, 255)),
    [count, 6, 6, 3],
  );

/** Weights anywhere: γ of either sign, statistics that are none of the first ones. */
function disturb(model: tf.LayersModel): tf.LayersModel {
  for (const layer of model.layers) {
    const isNormalization = layer.getClassName() === "BatchNormalization";
    const weights = layer.getWeights();
    if (layer.trainableWeights.length === 0) continue;
    layer.setWeights(
      weights.map((weight, i) => {
        const isVariance = isNormalization && i === weights.length - 1;
        const values = Array.from({ length: weight.size }, () => 0.5 * random.normal());
        return tf.tensor(
          isVariance ? values.map((value) => 0.2 + Math.abs(value)) : values,
          weight.shape,
        );
      }),
    );
  }
  return model;
}

const pixels = (): tf.layers.Layer =>
  tf.layers.rescaling({ scale: 1, offset: -128, inputShape: shape });
const head = (): tf.layers.Layer[] => [
  quantConv2d({ filters: 5, kernelSize: 3, kernelQuantizer: "int8-rows" }),
  // About what the sums above spread over.
  tf.layers.rescaling({ scale: 2 ** -8 }),
  tf.layers.batchNormalization(),
];
const sequence = (...layers: tf.layers.Layer[]): tf.LayersModel => tf.sequential({ layers });

function apply(layer: tf.layers.Layer, ...x: tf.SymbolicTensor[]): tf.SymbolicTensor {
  const y = layer.apply(x.length === 1 ? x[0]! : x);
  if (y instanceof tf.SymbolicTensor) return y;
  throw new TypeError("apply: the layer must give one symbolic tensor");
}

/** A residual block: two branches that read one value, and a sum. */
function residual(): tf.LayersModel {
  const input = tf.input({ shape });
  const stem = head().reduce((x, layer) => apply(layer, x), apply(pixelsOf(), input));
  const options = { filters: 5, kernelSize: 3, padding: "same", padValue: -1, ...binary } as const;
  const branch = apply(tf.layers.batchNormalization(), apply(quantConv2d(options), stem));
  const other = apply(quantConv2d({ ...options, kernelSize: 1 }), stem);
  const sum = apply(tf.layers.add(), branch, stem, other);
  const y = apply(tf.layers.globalAveragePooling2d({}), sum);
  return tf.model({ inputs: input, outputs: apply(tf.layers.dense({ units: 4 }), y) });
}

/** A value that two layers read, rectified, beside what they make of it. */
function doubled(): tf.LayersModel {
  const input = tf.input({ shape });
  const stem = head().reduce((x, layer) => apply(layer, x), apply(pixelsOf(), input));
  const y = apply(shiftedPReLU(), stem);
  const branches = [1, 2].map(() =>
    apply(quantConv2d({ filters: 5, kernelSize: 1, ...binary }), y),
  );
  const sums = branches.map((branch) => apply(tf.layers.add(), branch, y));
  const x = apply(shiftedPReLU(), apply(tf.layers.concatenate(), ...sums));
  const pooled = apply(tf.layers.maxPooling2d({ poolSize: 2 }), x);
  const flat = apply(tf.layers.flatten(), pooled);
  return tf.model({ inputs: input, outputs: apply(quantDense({ units: 3 }), flat) });
}

const pixelsOf = (): tf.layers.Layer => tf.layers.rescaling({ scale: 1, offset: -128 });

const models: Readonly<Record<string, () => tf.LayersModel>> = {
  "four levels of activations": () =>
    sequence(
      pixels(),
      ...head(),
      quantConv2d({ filters: 4, kernelSize: 2, inputQuantizer: hwgq, kernelQuantizer: sign }),
      tf.layers.flatten(),
      quantDense({ units: 3, ...binary }),
    ),
  "scales of outputs and a bias": () =>
    sequence(
      pixels(),
      ...head(),
      quantConv2d({
        filters: 4,
        kernelSize: 3,
        strides: [1, 2],
        inputQuantizer: sign,
        kernelQuantizer: bmt("weights"),
        useBias: true,
      }),
      tf.layers.maxPooling2d({ poolSize: [2, 1], strides: 1 }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      quantDense({ units: 3, inputQuantizer: sign, kernelQuantizer: bmt("tensor"), useBias: true }),
    ),
  "scales of each place": () =>
    sequence(
      pixels(),
      ...head(),
      quantConv2d({
        filters: 4,
        kernelSize: 1,
        inputQuantizer: bmt("activations"),
        kernelQuantizer: sign,
      }),
      tf.layers.globalAveragePooling2d({}),
      quantDense({
        units: 3,
        inputQuantizer: { name: "int8-rows", options: { scaleAxis: "activations" } },
        kernelQuantizer: "int8-rows",
      }),
    ),
  "a rectifier and a normalization before a sign": () =>
    sequence(
      pixels(),
      ...head(),
      tf.layers.reLU(),
      tf.layers.batchNormalization({ scale: false }),
      tf.layers.dropout({ rate: 0.5 }),
      quantActivation(),
      quantDense({ units: 4, kernelQuantizer: sign }),
      tf.layers.batchNormalization({ center: false }),
      tf.layers.globalAveragePooling2d({}),
    ),
  "float32 layers alone": () =>
    sequence(
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        activation: "relu",
        inputShape: shape,
      }),
      tf.layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, padding: "same" }),
      tf.layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
      tf.layers.conv2d({ filters: 3, kernelSize: 2, useBias: false, dilationRate: 2 }),
      tf.layers.activation({ activation: "tanh" }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 5, activation: "tanh" }),
      tf.layers.dense({ units: 3 }),
    ),
  "a normalization of falling features before a pool": () =>
    sequence(
      pixels(),
      ...head(),
      tf.layers.maxPooling2d({ poolSize: 2, padding: "same" }),
      tf.layers.flatten(),
      quantDense({ units: 3, ...binary }),
    ),
  "a residual block": residual,
  "products scaled by the means of their inputs": () =>
    sequence(
      pixels(),
      ...head(),
      quantConv2d({
        filters: 4,
        kernelSize: 3,
        padding: "same",
        padValue: 1,
        inputScale: "window-mean",
        kernelQuantizer: bmt("weights"),
        inputQuantizer: sign,
        useBias: true,
      }),
      tf.layers.globalAveragePooling2d({}),
      quantDense({ units: 3, inputScale: "window-mean", ...binary }),
    ),
  "counts of equal signs": () =>
    sequence(
      pixels(),
      ...head(),
      quantConv2d({ filters: 4, kernelSize: 2, outputMap: "matches", ...binary }),
      tf.layers.globalAveragePooling2d({}),
      quantDense({ units: 3, outputMap: "matches", kernelQuantizer: sign }),
    ),
  "shifted rectifiers and doubled features": doubled,
  "each channel by itself": () =>
    sequence(
      pixels(),
      ...head(),
      quantDepthwiseConv2d({
        kernelSize: [2, 3],
        depthMultiplier: 2,
        padding: "same",
        padValue: 1,
        inputQuantizer: sign,
        kernelQuantizer: bmt("weights"),
        useBias: true,
      }),
      tf.layers.batchNormalization(),
      quantSeparableConv2d({
        filters: 3,
        kernelSize: 2,
        strides: 2,
        inputQuantizer: sign,
        depthwiseQuantizer: sign,
        pointwiseQuantizer: sign,
        useBias: true,
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ),
  "fixed filters, a rectifier and a convolution of floats": () =>
    sequence(
      tf.layers.batchNormalization({ inputShape: shape }),
      locallyBinaryConv2d({ filters: 6, kernelSize: 3, padding: "same", seed: 3 }),
      tf.layers.reLU(),
      tf.layers.conv2d({ filters: 4, kernelSize: 1 }),
      locallyBinaryConv2d({ filters: 5, kernelSize: 3, inputQuantizer: sign }),
      tf.layers.globalMaxPooling2d({}),
      tf.layers.dense({ units: 3 }),
    ),
  "a sequence": () =>
    sequence(
      tf.layers.conv1d({ filters: 8, kernelSize: 3, useBias: false, inputShape: [9, 2] }),
      tf.layers.maxPooling1d({ poolSize: 2, strides: 1 }),
      quantConv1d({
        filters: 5,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        padValue: -1,
        ...binary,
      }),
      tf.layers.batchNormalization(),
      quantConv1d({ filters: 5, kernelSize: 2, ...binary }),
      tf.layers.averagePooling1d({ poolSize: 2, padding: "same" }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ),
};

describe.each(Object.entries(models))("%s", (_, create) => {
  test("give the scores of the trained model", () => {
    const model = disturb(create());
    const isOfBytes = model.layers[0]?.getClassName() === "Rescaling";
    const x = isOfBytes ? bytes(12) : inputsOf(model, 12);
    const [actual, expected] = [
      packedScores(packClassifier(model, { name: "m" }), x),
      predictedScores(model, x),
    ];
    const largest = Math.max(...expected.flat().map(Math.abs));
    expect(new Set(expected.flat()).size).toBeGreaterThan(6);
    for (const [i, row] of expected.entries())
      for (const [c, score] of row.entries())
        expect(Math.abs(actual[i]![c]! - score)).toBeLessThan(2e-5 * largest);
  });
});

/** Numbers in −1 … 1 of the shape that a model reads. */
function inputsOf(model: tf.LayersModel, count: number): tf.Tensor {
  const batch = [count, ...model.inputs[0]!.shape.slice(1).map(Number)];
  const size = batch.reduce((product, length) => product * length, 1);
  return tf.sub(tf.div(bytes(count).flatten().slice(0, size).reshape(batch), 128), 1);
}

const graphOf = ({ description }: PackedModel) =>
  ofTask("test", description, "classification").graph;
const codeOf = (packed: PackedModel, name: string): Code | undefined => {
  const type = inferTypes(graphOf(packed)).get(name);
  return type?.kind === "numbers" ? type.code : undefined;
};

test("a vector is a map of one pixel; without rescaling numbers are float32", () => {
  const model = disturb(sequence(quantDense({ units: 2, inputShape: [5], ...binary })));
  const packed = packClassifier(model, { name: "m" });
  expect(graphOf(packed).inputs).toEqual([
    { name: "image", kind: "map", height: 1, width: 1, features: 5, code: [{ digit: "float32" }] },
  ]);
  expect(graphOf(packed).nodes.map(({ op }) => op)).toEqual(["threshold", "dense"]);
  const [run] = goldenRuns(packed);
  expect(run?.inputs.get("image")).toMatchObject({ dtype: "F32", shape: [1, 1, 5] });
});

test("thresholds have the code of the quantizer; what two layers read alike is there once", () => {
  const input = tf.input({ shape });
  const x = head().reduce((y, layer) => apply(layer, y), apply(pixelsOf(), input));
  const options = { filters: 3, kernelSize: 4, kernelQuantizer: sign, inputQuantizer: hwgq };
  const sum = apply(
    tf.layers.add(),
    apply(quantConv2d(options), x),
    apply(quantConv2d(options), x),
  );
  const model = tf.model({ inputs: input, outputs: apply(tf.layers.flatten(), sum) });
  const packed = packClassifier(model, { name: "m" });
  const thresholds = graphOf(packed).nodes.filter(({ op }) => op === "threshold");
  expect(thresholds.length).toBe(1);
  expect(codeOf(packed, thresholds[0]!.name)).toEqual(
    unsigned(2).map(({ scale = 1, ...term }) => {
      const step = 0.5 * Number(scale);
      return step === 1 ? term : { ...term, scale: step };
    }),
  );
  expect(codeOf(packed, thresholds[0]!.inputs[0])).toEqual([{ digit: "int32" }]);
});

test("names of layers become names of nodes, as those may be", () => {
  const model = sequence(
    pixels(),
    quantConv2d({
      filters: 2,
      kernelSize: 6,
      name: "block//1.size.",
      kernelQuantizer: "int8-rows",
    }),
    tf.layers.flatten(),
    quantDense({ units: 2, name: "image", ...binary }),
  );
  const names = graphOf(packClassifier(model, { name: "m" })).nodes.map(({ name }) => name);
  expect(names).toEqual(["block.1.size", "block.1.size.levels", "image_2"]);
});

describe("packClassifier refuses", () => {
  const dense = (): tf.layers.Layer => quantDense({ units: 2, name: "scores", ...binary });
  test.each<[string, () => tf.LayersModel, string]>([
    [
      "layers that it does not know",
      () =>
        sequence(
          tf.layers.reshape({ targetShape: [108], name: "flat", inputShape: shape }),
          dense(),
        ),
      'packClassifier: layer "flat" (Reshape) must be one of QuantDense, NormalizedDense',
    ],
    [
      "a softmax",
      () =>
        sequence(tf.layers.dense({ units: 2, activation: "softmax", name: "p", inputShape: [3] })),
      'layer "p" (Dense) must have the activation "linear", "relu" or "tanh", got "softmax": leave it out',
    ],
    [
      "a normalization of a flattened map",
      () =>
        sequence(
          pixels(),
          tf.layers.flatten(),
          tf.layers.batchNormalization({ name: "norm" }),
          dense(),
        ),
      'layer "norm" (BatchNormalization) must not read a flattened map: put it before the flatten layer',
    ],
    [
      "a normalization over another axis",
      () =>
        sequence(
          pixels(),
          tf.layers.batchNormalization({ axis: 1, name: "norm" }),
          tf.layers.flatten(),
          dense(),
        ),
      "must normalize over the last axis, got 1",
    ],
    [
      "an input that is neither image, sequence nor vector",
      () => sequence(quantDense({ units: 2, inputShape: [2, 2, 4, 3], ...binary })),
      "the model's input must be [batch, height, width, channels], [batch, length, channels] or [batch, features], got [null,2,2,4,3]",
    ],
    [
      "scales of places behind a flatten layer",
      () =>
        sequence(
          pixels(),
          tf.layers.flatten(),
          quantDense({ units: 2, name: "scores", inputQuantizer: bmt("activations") }),
        ),
      'layer "scores" (QuantDense) must quantize with constant scales',
    ],
    [
      "channels that come first",
      () =>
        sequence(
          tf.layers.conv2d({
            filters: 2,
            kernelSize: 3,
            dataFormat: "channelsFirst",
            name: "c",
            inputShape: [3, 6, 6],
          }),
          tf.layers.flatten(),
          dense(),
        ),
      'layer "c" (Conv2D) must have its channels last, got "channelsFirst"',
    ],
    [
      "transposed convolutions",
      () =>
        sequence(
          pixels(),
          quantConv2dTranspose({ filters: 2, kernelSize: 2, name: "up", ...binary }),
          tf.layers.flatten(),
          dense(),
        ),
      'layer "up" (QuantConv2DTranspose) must be a layer that a model file has a node for, as a transposed',
    ],
    [
      "ids",
      () =>
        sequence(
          quantEmbedding({ inputDim: 9, outputDim: 4, inputLength: 3, name: "table" }),
          tf.layers.flatten(),
          dense(),
        ),
      'layer "table" (QuantEmbedding) must read an image, a sequence of numbers or a vector, not ids: train',
    ],
    [
      "a quantizer of inputs whose threshold is their mean",
      () =>
        sequence(
          ...[pixels(), ...head(), tf.layers.flatten()],
          quantDense({ units: 2, name: "scores", ...binary, inputQuantizer: "ternary" }),
        ),
      'layer "scores" (QuantDense) must quantize each number of its input by itself, and "ternary" compares',
    ],
    [
      "a quantizer of inputs of which the greatest counts",
      () =>
        sequence(pixels(), ...head(), quantActivation({ quantizer: "normalized-tanh" }), dense()),
      'must quantize each number of its input by itself, and "normalized-tanh" compares',
    ],
    [
      "shifts of each place",
      () =>
        sequence(
          ...[pixels(), ...head(), tf.layers.flatten()],
          quantDense({ units: 2, name: "scores", ...binary, inputQuantizer: "shifted-sign" }),
        ),
      'layer "scores" (QuantDense) must have parameters for each feature of the map, not for each place',
    ],
    [
      "scores of several places",
      () => sequence(pixels(), quantConv2d({ filters: 2, kernelSize: 3, kernelQuantizer: sign })),
      "must give one row of scores as the last layer, got those of 4×4 places: end with a flatten",
    ],
  ])("%s", (_, create, message) => {
    expect(() => packClassifier(create(), { name: "m" })).toThrow(RangeError);
    expect(() => packClassifier(create(), { name: "m" })).toThrow(message);
  });

  test("weights that are NaN, naming the layer", () => {
    const norm = tf.layers.batchNormalization({ name: "norm" });
    const model = sequence(pixels(), norm, tf.layers.flatten(), dense());
    const [gamma, beta, mean, variance] = norm.getWeights();
    norm.setWeights([gamma!, beta!, tf.fill(mean!.shape, Number.NaN), variance!]);
    expect(() => packClassifier(model, { name: "m" })).toThrow(
      'packClassifier: layer "norm": value at index 0 must be a number, got NaN',
    );
  });

  test("examples of another shape, and pixels that are no bytes", () => {
    const model = sequence(pixels(), tf.layers.flatten(), dense());
    const pack = (examples: tf.Tensor) => () => packClassifier(model, { name: "m", examples });
    expect(pack(tf.zeros([1, 6, 6, 1]))).toThrow(
      "packClassifier: examples must be [count, 6, 6, 3], got [1, 6, 6, 1]",
    );
    expect(pack(tf.fill([1, 6, 6, 3], 0.5))).toThrow(
      "packClassifier: examples[0] must be a whole number in 0 … 255, got 0.5",
    );
  });

  test("labels of another number than the scores", () => {
    const model = sequence(pixels(), tf.layers.flatten(), dense());
    expect(() => packClassifier(model, { name: "m", labels: ["one"] })).toThrow("labels");
  });

  test("two outputs", () => {
    const input = tf.input({ shape: [3] });
    const outputs = [1, 2].map((units) => apply(tf.layers.dense({ units }), input));
    expect(() => packClassifier(tf.model({ inputs: input, outputs }), { name: "m" })).toThrow(
      "model must have one input and one output, got 1 and 2",
    );
  });
});

test("a sign of pixels themselves is a threshold on bytes", () => {
  const model = disturb(
    sequence(pixels(), tf.layers.flatten(), quantDense({ units: 3, ...binary })),
  );
  const packed = packClassifier(model, { name: "m" });
  const [threshold] = graphOf(packed).nodes;
  expect(threshold).toMatchObject({
    op: "threshold",
    inputs: ["image"],
    code: bipolar,
    flips: false,
  });
  expect(packed.tensors.get(`${threshold!.name}.thresholds`)).toEqual({
    dtype: "I32",
    shape: [3, 1],
    data: new Int32Array(3),
  });
  const x = bytes(5);
  expect(packedScores(packed, x)).toEqual(predictedScores(model, x));
});
