import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { groupSum } from "../../src/tables/group-sum.ts";
import { logicGates } from "../../src/tables/logic-gates.ts";
import { lookUpTables } from "../../src/tables/look-up-tables.ts";
import { sparseNeurons } from "../../src/tables/sparse-neurons.ts";
import type { TableLayer } from "../../src/tables/table-layer.ts";
import { thermometerEncoding } from "../../src/tables/thermometer-encoding.ts";
import { applyLayer } from "../apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];
const corners = (): tf.Tensor =>
  tf.tensor2d([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]);

/** Sets weights by the ends of their names. */
function setWeights(layer: tf.layers.Layer, values: Readonly<Record<string, tf.Tensor>>): void {
  layer.setWeights(
    layer.weights.map((weight) => {
      const [, value] =
        Object.entries(values).find(([name]) => weight.originalName.endsWith(name)) ?? [];
      return value ?? weight.read();
    }),
  );
}

const both = (): tf.Tensor => tf.tensor2d([[0, 1]], [1, 2], "int32");

describe("by hand", () => {
  test("a look-up table: entries above 0, the first input least significant", () => {
    const layer = lookUpTables({ units: 1, inputsPerTable: 2, decay: "paper" });
    applyLayer(layer, corners());
    setWeights(layer, { tables: tf.tensor2d([[-0.5, 0.25, 0, 1]]), connections: both() });
    expect(valuesOf(applyLayer(layer, corners()))).toEqual([0, 1, 0, 1]);
    // By the first input at second = 0: (0.25 − −0.5)·1 + (1 − 0)·½, the weights 1/(d + 1).
    const slope = tf.grad((x) => tf.sum(applyLayer(layer, x)))(tf.tensor2d([[1, 0]]));
    // By the second at first = 1: (1 − 0.25)·1 + (0 − −0.5)·½.
    expect(valuesOf(slope)).toEqual([1.25, 1]);
  });

  test("a gate: XOR to a degree in training, XOR afterwards", () => {
    const layer = logicGates({ units: 1, gateTemperature: 0.5 });
    applyLayer(layer, corners());
    setWeights(layer, { gates: tf.tensor2d([[-1, 1, 1, -1]]), connections: both() });
    expect(valuesOf(applyLayer(layer, corners()))).toEqual([0, 1, 1, 0]);
    const y = layer.apply(tf.tensor2d([[0.5, 1]]), { training: true });
    // Half of σ(2) and half of σ(−2).
    expect(y instanceof tf.Tensor ? y.dataSync()[0] : undefined).toBeCloseTo(0.5, 6);
    expect(valuesOf(applyLayer(layer, tf.tensor2d([[0.5, 0.75]])))).toEqual([1]);
  });

  test("a neuron: ¼ + ½·x₀ − ½·x₁, x in ±1, as one of four levels", () => {
    const layer = sparseNeurons({ units: 1, fanIn: 2, outputBits: 2 });
    applyLayer(layer, corners());
    setWeights(layer, { neurons: tf.tensor2d([[0.25, 0.5, -0.5]]), connections: both() });
    expect(valuesOf(applyLayer(layer, corners()))).toEqual([2, 3, 0, 2]);
  });

  test("a thermometer: all features' first bits, then all second bits", () => {
    const layer = thermometerEncoding({ bits: 2, thresholds: [0, 1, -2, 2] });
    const x = tf.tensor2d([
      [0, -3],
      [1, 2],
      [-0, Number.NaN],
    ]);
    expect(valuesOf(applyLayer(layer, x))).toEqual([1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0]);
    const strict = thermometerEncoding({ bits: 1, thresholds: [0.1], equalSets: false });
    // The float32 nearest to 0.1 is above it.
    expect(valuesOf(applyLayer(strict, tf.tensor2d([[0.1], [0.09999999]])))).toEqual([1, 0]);
  });

  test("votes of groups over their temperature, the root of their size by default", () => {
    const votes = tf.tensor2d([[1, 1, 0, 1, 0, 0, 0, 1]]);
    expect(valuesOf(applyLayer(groupSum({ groups: 2 }), votes))).toEqual([1.5, 0.5]);
    expect(valuesOf(applyLayer(groupSum({ groups: 4, temperature: 2 }), votes))).toEqual([
      1, 0.5, 0, 0.5,
    ]);
  });
});

const layers: readonly (readonly [string, () => TableLayer])[] = [
  ["look-up tables", () => lookUpTables({ units: 24, inputsPerTable: 2, seed: 3 })],
  [
    "look-up tables that choose",
    () => lookUpTables({ units: 24, inputsPerTable: 2, candidates: "all", seed: 3 }),
  ],
  ["raw gates", () => logicGates({ units: 24, parametrization: "raw", start: "random", seed: 1 })],
  ["light gates", () => logicGates({ units: 24, start: "random", seed: 1 })],
  [
    "warp gates",
    () => logicGates({ units: 24, parametrization: "warp", start: "random", seed: 1 }),
  ],
  ["neurons of degree 2", () => sparseNeurons({ units: 24, fanIn: 2, degree: 2, seed: 1 })],
];

describe.each(layers)("%s", (_, make) => {
  test("learn the exclusive or with any optimizer; steps leave nothing behind", () => {
    const model = tf.sequential();
    const layer = make();
    model.add(tf.layers.inputLayer({ inputShape: [2] }));
    model.add(layer);
    model.add(groupSum({ groups: 2 }));
    const [x, y] = [corners(), tf.oneHot(tf.tensor1d([0, 1, 1, 0], "int32"), 2)];
    const optimizer = tf.train.momentum(0.5, 0.9);
    const step = (): void =>
      void optimizer.minimize(() => {
        const scores = model.apply(x, { training: true });
        if (!(scores instanceof tf.Tensor)) throw new TypeError("one output");
        return tf.losses.softmaxCrossEntropy(y, scores);
      });
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 25; i++) step();
    expect(tf.memory().numTensors).toBe(before);
    const [scores] = [model.predict(x)].flat();
    expect(scores && valuesOf(tf.argMax(scores, 1))).toEqual([0, 1, 1, 0]);
  });

  test("are the same from a configuration, a seed and weights, in a model that is loaded", async () => {
    const model = tf.sequential({
      layers: [
        thermometerEncoding({ inputShape: [2], bits: 2, thresholds: [0, 0.5, 0, 0.5] }),
        make(),
        groupSum({ groups: 3, temperature: 2 }),
      ],
    });
    for (const layer of model.layers) {
      const config = layer.getConfig();
      const [create, fromConfig] =
        tf.serialization.SerializationMap.getMap().classNameMap[layer.getClassName()] ?? [];
      expect(create && fromConfig?.(create, config).getConfig()).toEqual(config);
    }
    const [table] = model.layers.filter(({ weights }) => weights.length > 0);
    const drawn = table?.getWeights().map(valuesOf);
    const again = make();
    again.build([null, 4]);
    expect(again.getWeights().map(valuesOf)).toEqual(drawn);
    table?.setWeights(table.getWeights().map((w) => (w.dtype === "int32" ? w : tf.mul(w, -0.5))));
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
        });
      }),
    );
    if (!saved) throw new TypeError("nothing saved");
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const x = tf.tensor2d([
      [0, 0.6],
      [0.3, -1],
      [0.7, 0.9],
    ]);
    const scoresOf = (of: tf.LayersModel): number[] => [of.predict(x)].flat().flatMap(valuesOf);
    expect(scoresOf(loaded)).toEqual(scoresOf(model));
  });
});

test("entries of look-up tables stay within −1 … 1, whatever an optimizer does", () => {
  const layer = lookUpTables({ units: 3, inputsPerTable: 1 });
  const optimizer = tf.train.sgd(100);
  const x = tf.tensor2d([[1], [0]]);
  layer.build([null, 1]);
  optimizer.minimize(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  const tables = layer.weights.find(({ originalName }) => originalName.endsWith("tables"));
  expect(tables && valuesOf(tables.read())).toEqual([-1, -1, -1, -1, -1, -1]);
});

describe("refuse", () => {
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => lookUpTables({ units: 0 }), "lookUpTables: units must be an integer ≥ 1, got 0"],
    [() => lookUpTables({ units: 1, inputsPerTable: 9 }), "lookUpTables: inputsPerTable"],
    [() => lookUpTables({ units: 1, candidates: 0 }), "lookUpTables: candidates"],
    [
      () => logicGates({ units: 1, parametrization: "raw", inputsPerGate: 3 }),
      'logicGates: inputsPerGate must be 2 for "raw", got 3',
    ],
    [
      () => logicGates({ units: 1, gateTemperature: Number.NaN }),
      "logicGates: gateTemperature must be positive and finite, got NaN",
    ],
    [() => logicGates({ units: 1.5 }), "logicGates: units"],
    [
      () => sparseNeurons({ units: 1, fanIn: 3, inputBits: 3 }),
      "sparseNeurons: fanIn must be an integer in 1 … 2, got 3",
    ],
    [() => sparseNeurons({ units: 1, outputBits: 0 }), "sparseNeurons: outputBits"],
    [() => sparseNeurons({ units: 1, degree: 5 }), "sparseNeurons: degree"],
    [() => groupSum({ groups: 0 }), "groupSum: groups"],
    [
      () => groupSum({ groups: 1, temperature: 0 }),
      "groupSum: temperature must be positive and finite, got 0",
    ],
    [() => thermometerEncoding({ bits: 2, thresholds: [1, 2, 3] }), "thresholds of each bit"],
    [
      () => thermometerEncoding({ bits: 2, thresholds: [2, 1] }),
      "thresholds of a feature must not fall, got 1 after 2",
    ],
    [
      () => thermometerEncoding({ bits: 1, thresholds: [Number.NaN] }),
      "thermometerEncoding: thresholds[0] must be finite, got NaN",
    ],
    [
      () => lookUpTables({ units: 1, name: "maps" }).build([null, 2, 2]),
      "maps: the input must be [batch, values], got [null,2,2]",
    ],
    [
      () => groupSum({ groups: 2, name: "votes" }).build([null, 3]),
      "votes: the input must be [batch, a multiple of 2], got [null,3]",
    ],
    [
      () => thermometerEncoding({ bits: 1, thresholds: [0], name: "code" }).build([null, 2]),
      "code: the input must be [batch, 1], got [null,2]",
    ],
    [
      () => lookUpTables({ units: 1, name: "early" }).enumerate(),
      "early: the layer has no weights before it is built",
    ],
  ];
  test.each(refused)("%#: by name", (make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(RangeError);
  });
});
