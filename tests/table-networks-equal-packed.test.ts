import { createKernels } from "@bnnkit/kernels";
import {
  check,
  groupSum,
  logicConv2d,
  logicGates,
  lookUpTables,
  packClassifier,
  quantActivation,
  quantDense,
  sparseNeurons,
  summary,
  thermometerEncoding,
} from "@bnnkit/layers";
import { type NodeOp, readModel, writeModel } from "@bnnkit/model";
import { createClassifier, support, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const features = 5;
const rows = 37;
const random = createRandom(41);
// Sixteenths, whose sums float32 has.
const numbers = Float32Array.from({ length: rows * features }, () => random.integer(-32, 32) / 16);
// Whether the first two numbers have one sign: no linear function says so.
const labels = Int32Array.from({ length: rows }, (_, row) =>
  Number((numbers[row * features] ?? 0) < 0 === (numbers[row * features + 1] ?? 0) < 0),
);
const thresholds = Array.from({ length: features }, () => [-0.8, -1e-12, 0.8]).flat();
const edges = [-0.8, Math.fround(-0.8), 0, -0, -1e-12, 0.8, Math.fround(0.8), 1e30, -1e30, 0.5];
const encoding = (): tf.layers.Layer =>
  thermometerEncoding({ inputShape: [features], bits: 3, thresholds });

const networks: readonly (readonly [string, () => tf.layers.Layer[], readonly NodeOp[]])[] = [
  [
    "look-up tables that choose what they read",
    () => [
      encoding(),
      lookUpTables({ units: 24, inputsPerTable: 3, candidates: "all", seed: 1 }),
      lookUpTables({ units: 16, inputsPerTable: 4, seed: 2 }),
      groupSum({ groups: 2 }),
    ],
    ["threshold", "truth-tables", "truth-tables", "group-sum", "affine"],
  ],
  [
    "logic gates",
    () => [
      encoding(),
      logicGates({ units: 32, start: "random", parametrization: "raw", seed: 3 }),
      logicGates({ units: 24, start: "random", seed: 4 }),
      logicGates({ units: 16, inputsPerGate: 3, parametrization: "warp", seed: 5 }),
      groupSum({ groups: 2, temperature: 3 }),
    ],
    ["threshold", "truth-tables", "truth-tables", "truth-tables", "group-sum", "affine"],
  ],
  [
    "sparse neurons",
    () => [
      encoding(),
      sparseNeurons({ units: 16, fanIn: 5, outputBits: 2, seed: 6 }),
      sparseNeurons({ units: 12, fanIn: 3, inputBits: 2, outputBits: 3, degree: 2, seed: 7 }),
      sparseNeurons({ units: 12, fanIn: 2, inputBits: 3, outputCode: "thermometer", seed: 8 }),
      groupSum({ groups: 2 }),
    ],
    ["threshold", "truth-tables", "truth-tables", "truth-tables", "group-sum", "affine"],
  ],
  [
    "gates between a quantized dense layer and another",
    () => [
      quantDense({ inputShape: [features], units: 32, kernelQuantizer: "clipped-sign", seed: 9 }),
      tf.layers.batchNormalization({ momentum: 0.5 }),
      quantActivation({ quantizer: "heaviside" }),
      logicGates({ units: 24, seed: 10 }),
      tf.layers.dropout({ rate: 0.1 }),
      quantDense({ units: 2, kernelQuantizer: "clipped-sign", seed: 11 }),
    ],
    ["dense", "threshold", "truth-tables", "dense"],
  ],
];

test.each(networks)("%s: packed they give the same scores", async (_, layersOf, ops) => {
  const model = tf.sequential({ layers: layersOf() });
  const loss = (y: tf.Tensor, z: tf.Tensor): tf.Tensor => tf.losses.softmaxCrossEntropy(y, z);
  model.compile({ optimizer: tf.train.adam(0.1), loss });
  const x = tf.tensor2d(numbers, [rows, features]);
  const y = tf.oneHot(tf.tensor1d(labels, "int32"), 2);
  await model.fit(x, y, { epochs: 3, batchSize: rows, verbose: 0 });
  // Sums of floats are not exact in a dense layer; thresholds are met exactly.
  const tried = ops.includes("dense") ? numbers : Float32Array.of(...edges, ...numbers);
  const [predicted] = [
    model.predict(tf.tensor2d(tried, [tried.length / features, features])),
  ].flat();
  const expected = Float32Array.from(predicted?.dataSync() ?? []);
  expect(new Set(expected).size).toBeGreaterThan(3);
  expect(check(model, support)).toEqual([]);
  const packed = readModel(writeModel(packClassifier(model, { name: "tables" })));
  expect(packed.graphs[0]?.nodes.map(({ node }) => node.op)).toEqual(ops);
  using kernels = await createKernels();
  using classifier = createClassifier(packed, kernels);
  expect(await classifier.scores(tried)).toEqual(expected);
  expect((await verify(classifier)).passed).toBe(true);
  expect(summary(model).layers.every(({ refusal }) => refusal === undefined)).toBe(true);
});

test("of bytes, each is on the side of its thresholds that it was in training", async () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const marks = [1, 3, 51, 77, 128, 254].map((byte) => byte / 255);
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ inputShape: [1], scale: 1 / 255 }),
      thermometerEncoding({ bits: marks.length, thresholds: marks }),
      lookUpTables({ units: 40, inputsPerTable: 3, seed: 12 }),
      groupSum({ groups: 2 }),
    ],
  });
  const [predicted] = [model.predict(tf.tensor2d(pixels, [256, 1]))].flat();
  const packed = readModel(writeModel(packClassifier(model, { name: "bytes" })));
  using kernels = await createKernels();
  using classifier = createClassifier(packed, kernels);
  const expected = Float32Array.from(predicted?.dataSync() ?? []);
  expect(new Set(expected).size).toBeGreaterThan(5);
  expect(await classifier.scores(pixels)).toEqual(expected);
});

test("of trees of gates over maps, packed they give the same scores", async () => {
  const model = tf.sequential({
    layers: [
      quantActivation({ inputShape: [8, 7, 2], quantizer: "heaviside" }),
      logicConv2d({ kernels: 5, kernelSize: 3, depth: 2, poolSize: 2, start: "random", seed: 13 }),
      logicConv2d({ kernels: 4, kernelSize: 2, depth: 1, start: "random", seed: 14 }),
      tf.layers.flatten(),
      logicGates({ units: 12, start: "random", seed: 15 }),
      groupSum({ groups: 3 }),
    ],
  });
  const maps = Float32Array.from({ length: 20 * 112 }, () => random.normal());
  const [predicted] = [model.predict(tf.tensor4d(maps, [20, 8, 7, 2]))].flat();
  const expected = Float32Array.from(predicted?.dataSync() ?? []);
  expect(new Set(expected).size).toBeGreaterThan(3);
  expect(check(model, support)).toEqual([]);
  const packed = readModel(writeModel(packClassifier(model, { name: "trees" })));
  using kernels = await createKernels();
  using classifier = createClassifier(packed, kernels);
  expect(await classifier.scores(maps)).toEqual(expected);
});
