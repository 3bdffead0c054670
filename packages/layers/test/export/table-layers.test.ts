import { tensorNamed } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { quantActivation } from "../../src/quant-activation.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { groupSum } from "../../src/tables/group-sum.ts";
import { logicGates } from "../../src/tables/logic-gates.ts";
import { lookUpTables } from "../../src/tables/look-up-tables.ts";
import { sparseNeurons } from "../../src/tables/sparse-neurons.ts";
import { thermometerEncoding } from "../../src/tables/thermometer-encoding.ts";
import { packedScores, predictedScores } from "./evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const encoding = (): tf.layers.Layer =>
  thermometerEncoding({ inputShape: [3], bits: 2, thresholds: [0, 1, 0, 1, 0, 1] });
const gates = (): tf.layers.Layer => logicGates({ units: 4, name: "gates", seed: 1 });

test("thermometer, table and votes as nodes, by hand", () => {
  const table = lookUpTables({ units: 2, inputsPerTable: 2, name: "table" });
  const model = tf.sequential({
    layers: [
      thermometerEncoding({ inputShape: [2], bits: 1, thresholds: [0.5, -1], name: "code" }),
      table,
      groupSum({ groups: 2, temperature: 1, name: "votes" }),
    ],
  });
  const entries = tf.tensor2d([
    [-1, 0.5, 0, 0.25],
    [1, -1, -1, -1],
  ]);
  const connections = tf.tensor2d([0, 1, 1, 0], [2, 2], "int32");
  table.setWeights([entries, connections]);
  const packed = packClassifier(model, { name: "small" });
  const thresholds = tensorNamed("test", packed.tensors, "code.thresholds", "F32");
  expect([thresholds.shape, [...thresholds.data]]).toEqual([
    [2, 1],
    [0.5, -1],
  ]);
  // Entry a of table t is bit 4t + a: 0101 of the first, 1000 of the second, the lowest bit first.
  const tables = tensorNamed("test", packed.tensors, "table.tables", "U32");
  expect(tables.data[0]).toBe(0b0001_1010);
  const x = tf.tensor2d([
    [0.5, -1],
    [0.4, -1],
    [0, -2],
  ]);
  expect(predictedScores(model, x)).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
  expect(packedScores(packed, x)).toEqual(predictedScores(model, x));
});

test("bytes are compared with thresholds behind their rescaling", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ inputShape: [3], scale: 1 / 255 }),
      thermometerEncoding({ bits: 2, thresholds: [0.2, 0.5, 0, 0.5, 0.5, 1] }),
      lookUpTables({ units: 6, inputsPerTable: 2, seed: 4 }),
      groupSum({ groups: 2 }),
    ],
  });
  const packed = packClassifier(model, { name: "bytes" });
  const x = tf.tensor2d([51, 127, 255, 50, 0, 254, 52, 128, 128], [3, 3]);
  expect(packedScores(packed, x)).toEqual(predictedScores(model, x));
});

const refused: readonly (readonly [string, tf.layers.Layer[], string, string])[] = [
  [
    "signs in front of gates",
    [quantActivation({ inputShape: [3] }), gates(), groupSum({ groups: 2 })],
    "gates",
    "must read bits 0 and 1",
  ],
  [
    "a dense layer behind a thermometer",
    [encoding(), quantDense({ units: 2, name: "dense" })],
    "dense",
    "must not read numbers that are coded as bits for tables",
  ],
  [
    "neurons that read other digits than there are",
    [
      encoding(),
      sparseNeurons({ units: 4, fanIn: 2, outputBits: 3 }),
      sparseNeurons({ units: 4, fanIn: 2, inputBits: 2, outputBits: 1, name: "wide" }),
      groupSum({ groups: 2 }),
    ],
    "wide",
    "must read values of 2 binary digits, got 3 as binary",
  ],
  [
    "a sum of binary digits",
    [encoding(), sparseNeurons({ units: 4, fanIn: 2 }), groupSum({ groups: 2, name: "votes" })],
    "votes",
    "must read values whose bits can be counted, not binary digits",
  ],
  [
    "no sum behind neurons",
    [encoding(), sparseNeurons({ units: 2, fanIn: 2, outputCode: "thermometer", name: "last" })],
    "last",
    "must give numbers, not bits for tables, as the last layer",
  ],
  [
    "thresholds of the pixels of a map",
    [
      tf.layers.flatten({ inputShape: [3, 1, 1] }),
      thermometerEncoding({ bits: 1, thresholds: [0, 1, 2], name: "map" }),
      gates(),
      groupSum({ groups: 2 }),
    ],
    "map",
    "must read a vector, not a map",
  ],
];

test.each(refused)("%s: refused by name, and listed by check", (_, layers, name, reason) => {
  const model = tf.sequential({ layers });
  expect(() => packClassifier(model, { name: "refused" })).toThrow(`layer "${name}"`);
  expect(() => packClassifier(model, { name: "refused" })).toThrow(reason);
  const [problem] = check(model);
  expect(problem).toMatchObject({ layer: name });
  expect(problem?.reason).toContain(reason);
});
