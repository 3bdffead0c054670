import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { featureScale } from "../../src/feature-scale.ts";
import { mixture } from "../../src/mixture.ts";
import { applied } from "../../src/networks/applied.ts";
import { squeezeExcite } from "../../src/networks/squeeze-excite.ts";
import { quantDense } from "../../src/quant-dense.ts";
import { shiftedPReLU } from "../../src/shifted-prelu.ts";
import { packedScores, predictedScores } from "./evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(31);
const shape = [5, 3, 2];

function floats(of: tf.Shape): tf.Tensor {
  const sizes = of.map(Number);
  const count = sizes.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Array.from({ length: count }, () => random.normal()),
    sizes,
  );
}

function modelOf(layers: (x: tf.SymbolicTensor) => tf.SymbolicTensor): tf.LayersModel {
  const inputs = tf.input({ shape });
  const flat = applied(tf.layers.flatten(), layers(inputs));
  const model = tf.model({ inputs, outputs: applied(quantDense({ units: 3 }), flat) });
  for (const layer of model.layers) {
    layer.setWeights(layer.getWeights().map((weight) => floats(weight.shape)));
  }
  return model;
}

const gated = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
  applied(tf.layers.multiply(), x, squeezeExcite(x, { units: 2, reduction: 1, seed: 1 }));

const models: Readonly<Record<string, () => tf.LayersModel>> = {
  "a vector over a map": () => modelOf(gated),
  "a vector over a map, named first": () =>
    modelOf((x) => applied(tf.layers.multiply(), applied(tf.layers.globalMaxPooling2d({}), x), x)),
  "two maps": () =>
    modelOf((x) => applied(tf.layers.multiply(), x, applied(tf.layers.reLU({ maxValue: 1 }), x))),
  "one number for all features": () =>
    modelOf((x) => applied(tf.layers.multiply(), applied(quantDense({ units: 1 }), x), x)),
  "one gate over two maps": () =>
    modelOf((x) => {
      const gate = squeezeExcite(x, { units: 2, reduction: 2, seed: 1 });
      const [a, b] = [x, applied(tf.layers.reLU(), x)].map((y) =>
        applied(tf.layers.multiply(), y, gate),
      );
      return applied(tf.layers.add(), a!, b!);
    }),
  "a mixture of two maps": () =>
    modelOf((x) => applied(mixture(), x, applied(tf.layers.reLU(), x))),
  "slopes on both sides, and scales": () =>
    modelOf((x) => applied(featureScale(), applied(shiftedPReLU({ slopeAbove: 1 }), x))),
  "a sign of falling slopes and scales": () =>
    modelOf((x) => {
      const y = applied(featureScale(), applied(shiftedPReLU({ slopeAbove: 1 }), x));
      return applied(quantDense({ units: 4, inputQuantizer: "clipped-sign" }), y);
    }),
};

test.each(Object.entries(models))("%s: packed with the scores that it has", (_, create) => {
  const model = create();
  expect(check(model)).toEqual([]);
  const x = floats([6, ...shape]);
  const [actual, expected] = [
    packedScores(packClassifier(model, { name: "m" }), x).flat(),
    predictedScores(model, x).flat(),
  ];
  const largest = Math.max(...expected.map(Math.abs));
  expect(new Set(expected).size).toBeGreaterThan(3);
  for (const [i, score] of expected.entries())
    expect(Math.abs(actual[i]! - score)).toBeLessThan(1e-5 * largest);
});

test("a gate is half open at first, closed far below, and open far above", () => {
  const x = tf.input({ shape: [1] });
  const gate = tf.model({
    inputs: x,
    outputs: squeezeExcite(x, { units: 1, reduction: 1, seed: 1 }),
  });
  const [squeeze, excite] = gate.layers.filter((layer) => layer.weights.length > 0);
  const values = (kernel: number): number[] => {
    for (const layer of [squeeze!, excite!])
      layer.setWeights([tf.fill([1, 1], kernel), tf.zeros([1])]);
    return predictedScores(gate, tf.tensor2d([[-1], [0], [0.25], [9]])).flat();
  };
  expect(values(0)).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(values(2).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.5, 0.5, 0.666667, 1]);
  excite!.setWeights([tf.fill([1, 1], -2), tf.zeros([1])]);
  expect(predictedScores(gate, tf.tensor2d([[9]]))).toEqual([[0]]);
});

test("what has no node is refused, with a remedy", () => {
  const messages = (model: tf.LayersModel): readonly string[] =>
    check(model).map(({ message }) => message);
  const named = (name: string) => ({ name });
  expect(
    messages(modelOf((x) => applied(tf.layers.reLU({ maxValue: 6, ...named("six") }), x))),
  ).toEqual([
    'layer "six" (ReLU) must have no maxValue, or 1, got 6: put it between two rescaling layers, or clip with a quantizer',
  ]);
  const three = modelOf((x) => {
    const [y, z] = [1, 2].map(() => applied(tf.layers.reLU(), x));
    return applied(tf.layers.multiply(named("three")), x, y!, z!);
  });
  expect(messages(three)).toEqual([
    'layer "three" (Multiply) must have two inputs, got 3: multiply two values, and what that gives with the next',
  ]);
});
