import { checkModel, goldenRuns, readModel, writeModel } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { KernelLayer } from "../../src/kernel-layer.ts";
import { bnnCnn } from "../../src/networks/bnn-cnn.ts";
import { bnnMlp } from "../../src/networks/bnn-mlp.ts";
import { squareHinge } from "../../src/square-hinge.ts";
import { evaluatePacked, packedScores, predictedScores, rowsOf } from "./evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Random bytes, and images that are black and white all over. */
function images(count: number, [height, width, channels]: readonly number[]): tf.Tensor4D {
  const random = createRandom(count);
  const size = height! * width! * channels!;
  const bytes = Array.from({ length: count * size }, (_, i) => {
    if (i < 2 * size) return i < size ? 0 : 255;
    return random.integer(0, 255);
  });
  return tf.tensor4d(bytes, [count, height!, width!, channels!]);
}

/** Trains a few steps on random labels, so that statistics and kernels are anything but their first values. */
async function trained(model: tf.LayersModel, shape: readonly number[]): Promise<tf.LayersModel> {
  const x = images(16, shape);
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, i) => i % 3),
      "int32",
    ),
    3,
  );
  model.compile({ optimizer: tf.train.adam(0.02), loss: squareHinge });
  await model.fit(x, labels, { epochs: 2, batchSize: 8, shuffle: false, verbose: 0 });
  for (const layer of normalizations(model)) spread(layer);
  return model;
}

/** Makes γ fall in some features and vanish in others, and puts some thresholds right on a whole number. */
function spread(layer: tf.layers.Layer): void {
  const [gamma, beta, mean, variance] = layer.getWeights().map((w) => [...w.dataSync()]);
  const signs = [1, -1, 0, 1, -1, 0];
  const factor = (c: number): number => signs[c % signs.length]!;
  layer.setWeights([
    tf.tensor1d(gamma!.map((value, c) => value * factor(c))),
    tf.tensor1d(beta!.map((value, c) => [value, value - 0.05, -0.5, 0, 0, 0][c % 6]!)),
    tf.tensor1d(mean!.map((value, c) => (c % 6 > 2 ? Math.round(value) : value))),
    tf.tensor1d(variance!),
  ]);
}

const normalizations = (model: tf.LayersModel): tf.layers.Layer[] =>
  model.layers.filter((layer) => layer.getClassName().endsWith("BatchNormalization"));
const kernelLayers = (model: tf.LayersModel): KernelLayer[] =>
  model.layers.filter((layer) => layer instanceof KernelLayer);

/** What a layer gives for images. */
function outputOf(model: tf.LayersModel, layer: tf.layers.Layer, x: tf.Tensor): number[][] {
  const { output } = layer;
  return predictedScores(tf.model({ inputs: model.inputs, outputs: output }), x);
}

const sizes = { units: [13, 7], classes: 3, seed: 5 };
const flat = [6, 6, 1] as const;
const map = [8, 8, 2] as const;

describe.each([
  ["MLP", flat, () => bnnMlp({ inputShape: flat, ...sizes })],
  ["CNN", map, () => bnnCnn({ inputShape: map, filters: [7, 8], ...sizes })],
  ["MLP with biases", flat, () => bnnMlp({ inputShape: flat, ...sizes, preset: "bnn-pytorch" })],
  [
    "CNN with biases",
    map,
    () => bnnCnn({ inputShape: map, filters: [7, 8], ...sizes, preset: "bnn-pytorch" }),
  ],
] as const)("a packed %s", (_, shape, create) => {
  let model: tf.LayersModel;
  let x: tf.Tensor4D;
  beforeAll(async () => {
    model = await trained(create(), shape);
    for (const { bias } of kernelLayers(model)) if (bias) randomize(bias);
    x = images(24, shape);
  });

  test("has the sums and signs of the trained one, each of them", () => {
    const packed = packClassifier(model, { name: "small" });
    const layers = kernelLayers(model);
    const norms = normalizations(model);
    const sums = layers.map((layer) => outputOf(model, layer, x));
    const normalized = norms.map((layer) => outputOf(model, layer, x));
    for (const [i, pixels] of rowsOf(x).entries()) {
      const values = evaluatePacked(packed, pixels);
      const signs = [...values].filter(([name]) => name.endsWith(".levels"));
      expect(signs.length).toBe(norms.length - 1);
      for (const [n, [, { data }]] of signs.entries())
        expect([...data]).toEqual(normalized[n]![i]!.map((value) => (value < 0 ? -1 : 1)));
      for (const [n, layer] of layers.slice(0, -1).entries()) {
        const dots = [...values.get(layer.name)!.data];
        expect(dots.every(Number.isInteger)).toBe(true);
        expect(finished(layer, dots)).toEqual(sums[n]![i]);
      }
    }
  });

  test("has its scores and classes", () => {
    const packed = packClassifier(model, { name: "small" });
    const [actual, expected] = [packedScores(packed, x), predictedScores(model, x)];
    for (const [i, scores] of expected.entries()) {
      const largest = Math.max(...scores.map(Math.abs));
      for (const [c, score] of scores.entries())
        expect(Math.abs(actual[i]![c]! - score)).toBeLessThanOrEqual(1e-4 * largest);
      expect(actual[i]!.indexOf(Math.max(...actual[i]!))).toBe(scores.indexOf(Math.max(...scores)));
    }
  });

  test("has features that rise, fall and stay, by thresholds that are whole numbers", () => {
    const packed = packClassifier(model, { name: "small" });
    const thresholds = [...packed.tensors].filter(([name]) => name.endsWith(".thresholds"));
    expect(thresholds.length).toBe(normalizations(model).length - 1);
    for (const [name, { dtype, data }] of thresholds) {
      expect(dtype).toBe("I32");
      const all = [...data];
      expect(all.includes(2 ** 31 - 1)).toBe(true);
      expect(packed.tensors.has(name.replace(/thresholds$/, "flips"))).toBe(true);
    }
  });

  test("is a file, with golden runs that it reproduces", () => {
    const packed = packClassifier(model, {
      name: "small",
      labels: ["one", "two", "three"],
      metadata: { licence: "CC0-1.0" },
      examples: x.slice([0], [3]),
    });
    const read = readModel(writeModel(packed));
    expect(read.description).toEqual(packed.description);
    expect(read.description).toMatchObject({ labels: ["one", "two", "three"] });
    expect(read.metadata).toEqual({ licence: "CC0-1.0" });
    const runs = goldenRuns(read);
    expect(runs.length).toBe(3);
    for (const { inputs, output } of runs) {
      const image = tf.tensor4d([...inputs.get("image")!.data], [1, ...shape]);
      for (const [c, score] of packedScores(read, image)[0]!.entries())
        expect(score).toBeCloseTo(output[c]!, 3);
    }
    expect(goldenRuns(checkModel(packClassifier(model, { name: "two" }))).length).toBe(2);
  });

  test("is packed without a tensor left and without a change", () => {
    const before = [tf.memory().numTensors, model.getWeights().map((w) => [...w.dataSync()])];
    packClassifier(model, { name: "small" });
    expect([tf.memory().numTensors, model.getWeights().map((w) => [...w.dataSync()])]).toEqual(
      before,
    );
  });
});

/** What a layer makes of sums in float32. */
function finished({ kernel, kernelQuantizer, bias }: KernelLayer, dots: number[]): number[] {
  const outputs = kernel.shape.at(-1)!;
  const scales = tf.broadcastTo(kernelQuantizer!.encode(kernel)[0].scale, kernel.shape).dataSync();
  const offsets = bias?.dataSync();
  return dots.map((dot, at) => {
    const scaled = Math.fround(dot * scales[at % outputs]!);
    return Math.fround(scaled + (offsets?.[at % outputs] ?? 0));
  });
}

function randomize(bias: tf.Tensor): void {
  if (bias instanceof tf.Variable) bias.assign(tf.randomNormal(bias.shape, 0, 2, "float32", 3));
}
