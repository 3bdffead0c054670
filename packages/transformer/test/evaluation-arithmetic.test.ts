import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { binarizeFrom, binarizeWeightsFrom } from "../src/config.ts";
import { evaluationArithmetic } from "../src/evaluation-arithmetic.ts";
import { inputPlace } from "../src/placed-quantizer.ts";
import type { ProductObservation } from "../src/product-observation.ts";
import { createTransformer } from "../src/transformer.ts";
import { bmtQuantizers } from "../src/transformer-quantizers.ts";
import { batchOf, tinyConfig, tinyVariables, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const quantizers = bmtQuantizers({});
const random = createRandom(17);
const normal = (rows: number, columns: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, () => random.normal()),
    [rows, columns],
  );

const halfBound = (row: Float32Array): number => {
  const maximum = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.fround(Math.fround(maximum + Math.fround(1.1920929e-7)) * 0.5);
};
const signOf = (value: number): number => (value < 0 ? -1 : 1);
const rowsOf = (values: Float32Array, columns: number): Float32Array[] =>
  Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );

test.each([1, 31, 33, 127])(
  "a W1A1 product of length %i is dot·(rowScale·scale) + bias",
  (length) => {
    const [rows, outputs] = [3, 5];
    const parameters = new Map<string, tf.Tensor>([
      ["layer/weights", normal(outputs, length)],
      ["layer/bias", tf.reshape(normal(1, outputs), [outputs])],
      ["embedding/table", normal(2, 2)],
    ]);
    const observations: ProductObservation[] = [];
    const arithmetic = evaluationArithmetic({
      quantizers,
      parameter: (name) => parameters.get(name)!,
      embeddingBits: 32,
      observe: (observation) => observations.push(observation),
    });
    const x = tf.concat2d([normal(rows - 1, length), tf.fill([1, length], -0)], 0);
    const layer = { name: "layer", binaryWeights: true, bias: true };
    const output = arithmetic.dense(arithmetic.prepare(x, inputPlace("layer")), layer).dataSync();
    const inputRows = rowsOf(Float32Array.from(x.dataSync()), length);
    const weightRows = rowsOf(
      Float32Array.from(parameters.get("layer/weights")!.dataSync()),
      length,
    );
    const bias = parameters.get("layer/bias")!.dataSync();
    for (const [r, row] of inputRows.entries()) {
      for (const [f, weights] of weightRows.entries()) {
        const dot = row.reduce((sum, value, k) => sum + signOf(value) * signOf(weights[k]), 0);
        expect(observations[0].dot?.[r * outputs + f]).toBe(dot);
        const scale = Math.fround(halfBound(row) * halfBound(weights));
        expect(output[r * outputs + f]).toBe(Math.fround(Math.fround(dot * scale) + bias[f]));
      }
    }
  },
);

test("8-bit logits are an integer product of rounded rows and codes", () => {
  const [rows, vocabulary, features] = [3, 7, 5];
  const table = normal(vocabulary, features);
  const arithmetic = evaluationArithmetic({ parameter: () => table, quantizers, embeddingBits: 8 });
  const hidden = tf.concat2d([normal(rows - 1, features), tf.zeros([1, features])], 0);
  const logits = rowsOf(Float32Array.from(arithmetic.logits(hidden).dataSync()), vocabulary);
  const rounded = rowsOf(Float32Array.from(arithmetic.table().dataSync()), features);
  for (const [r, row] of rowsOf(Float32Array.from(hidden.dataSync()), features).entries()) {
    const step = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
    for (const [v, entry] of rounded.entries()) {
      const exact = row.reduce(
        (sum, value, k) => sum + step * Math.round(value / step) * entry[k],
        0,
      );
      expect(logits[r][v]).toBeCloseTo(exact, 5);
    }
  }
  expect([...logits[2]]).toEqual(new Array(vocabulary).fill(0));
});

test("rows wider than 1040 are refused for 8-bit logits", () => {
  const table = tf.zeros([2, 1041]);
  expect(() =>
    evaluationArithmetic({ parameter: () => table, quantizers, embeddingBits: 8 }),
  ).toThrow("at most 1040");
});

describe.each([
  ["float", tinyConfig],
  ["weight-only", { ...tinyConfig, binarize: binarizeWeightsFrom(0) }],
  ["W1A1", { ...tinyConfig, binarize: binarizeFrom(0) }],
] as const)("%s", (_, config) => {
  const source = [3, 4, 5, 6, 2];
  const target = [1, 10, 11, 2];

  test("gives the probabilities of the training arithmetic within 1e-5", () => {
    const model = createTransformer(config, tinyVariables(config));
    const [logProbabilities] = model.logProbabilities([{ source, target }], {
      step: 0,
      tokens: toyTokens,
    });
    const loss = model.loss(batchOf([source], [target]), { step: 0, seed: 1, training: false });
    const sum = logProbabilities.reduce((total, p) => total - p, 0);
    expect(loss.loss.dataSync()[0]).toBeCloseTo(sum / 3, 5);
  });

  test("reports every product once, integers where both operands are one bit", () => {
    const model = createTransformer(config, tinyVariables(config));
    const observations: ProductObservation[] = [];
    model.logProbabilities([{ source, target }], {
      step: 0,
      tokens: toyTokens,
      observe: (observation) => observations.push(observation),
    });
    const nodes = observations.map(({ node }) => node);
    // 4 projections and 2 feed-forward matrices; a decoder layer has 4 more projections.
    expect(new Set(nodes).size).toBe(6 + 2 * 10 + 1);
    expect(nodes.length).toBe(27);
    expect(nodes.at(-1)).toBe("decoder/logits");
    const binary = config.binarize.feedForwardActivations !== false;
    for (const { dot, output, input, rows, node } of observations) {
      // The table has 32 bits here.
      expect(dot !== undefined, node).toBe(binary && node !== "decoder/logits");
      expect(output.length % rows).toBe(0);
      expect(input.length % rows).toBe(0);
      if (dot) expect(dot.length).toBe(output.length);
    }
  });
});
