import { isInteger } from "@bnnkit/core";
import {
  goldenTranslations,
  graphsOf,
  type PackedModel,
  readModel,
  summarize,
  tensorsOf,
  writeModel,
} from "@bnnkit/model";
import { element, evaluateModel } from "@bnnkit/model/reference";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { exportModel } from "../src/export-model.ts";
import { type FitGridsOptions, fitGrids } from "../src/fit-grids.ts";
import { parameterShapes } from "../src/parameter-shapes.ts";
import { initializeParameters } from "../src/parameters.ts";
import { dequantizeTable } from "../src/quantized-table.ts";
import { unpackModel } from "../src/unpack-model.ts";
import { tinyConfig, toyTokens } from "./tiny-transformer.ts";

beforeAll(() => tf.setBackend("cpu"));

const parameters = initializeParameters(tinyConfig, 7);
const golden = [
  [3, 4, 5, 6, 2],
  [7, 2],
];
const options = { name: "tiny", step: 0, tokens: toyTokens, golden } as const;
const calibration: FitGridsOptions["calibration"] = {
  step: 0,
  tokens: toyTokens,
  pairs: [
    { source: [3, 4, 5, 2], target: [1, 6, 7, 2] },
    { source: [8, 9, 10, 11, 2], target: [1, 12, 3, 2] },
  ],
};

function packed(averageBits: number, embeddingBits: 4 | 6 | 8): PackedModel {
  const grids = fitGrids(tinyConfig, parameters, { averageBits });
  return exportModel(tinyConfig, parameters, { ...options, embeddingBits, grids });
}

describe.each([
  [1, 8],
  [3.5, 4],
  [7, 6],
] as const)("%d bits a weight, %d of the table", (averageBits, embeddingBits) => {
  const model = packed(averageBits, embeddingBits);

  test("has every tensor of its description, of its shape, and the file says so", () => {
    for (const [name, { dtype, shape }] of tensorsOf(model.description)) {
      expect(model.tensors.get(name)).toMatchObject({ dtype, shape });
    }
    const bytes = writeModel(model);
    expect(summarize(readModel(bytes)).file.fileBytes).toBe(bytes.length);
  });

  test("its products are of whole numbers and rows of int8", () => {
    const nodes = graphsOf(model.description).flatMap(({ graph }) => graph.nodes);
    const products = nodes.filter((node) => node.op === "dense");
    expect(products.length).toBe(6 + 2 * 10 + 1);
    for (const { inputs, weights, name } of products) {
      expect(inputs[0].endsWith(".codes")).toBe(true);
      expect(isInteger(weights.code) || name === "decoder/logits").toBe(true);
    }
  });

  test("its nodes, run from their definitions, give the golden probabilities within 1e-5", () => {
    const examples = goldenTranslations(model);
    expect(examples.length).toBe(2);
    for (const { source, target, logProbabilities } of examples) {
      const expected = evaluateModel(model, [...source], [...target.slice(0, -1)]);
      for (const [t, p] of logProbabilities.entries()) {
        expect(Math.abs(p - element(expected, t, target[t + 1]))).toBeLessThan(1e-5);
      }
    }
  });

  test("unpacked its matrices are the numbers of the grids, floats to go on from", () => {
    const { config, parameters: unpacked } = unpackModel(model);
    expect(config.binarize).toEqual(tinyConfig.binarize);
    const grids = fitGrids(tinyConfig, parameters, { averageBits });
    for (const { name, part, nodes } of parameterShapes(tinyConfig)) {
      const { shape, values } = unpacked[name];
      expect(shape).toEqual(parameters[name].shape);
      if (part === "weights") {
        const expected = nodes.flatMap((node) => {
          const grid = grids.get(node);
          return grid ? [...dequantizeTable(grid)] : [];
        });
        expect([...values]).toEqual(expected);
      } else if (part !== "table") expect(values).toEqual(parameters[name].values);
    }
  });
});

test("with seven bits the scores are nearly those of the float model, with one they are not", () => {
  const scoresOf = (model: PackedModel) => evaluateModel(model, [3, 4, 2], [1, 5, 6]).data;
  const float = scoresOf(exportModel(tinyConfig, parameters, { ...options, embeddingBits: 32 }));
  const largest = (model: PackedModel): number =>
    scoresOf(model).reduce((most, p, i) => Math.max(most, Math.abs(p - float[i])), 0);
  expect(largest(packed(7, 8))).toBeLessThan(0.15);
  expect(largest(packed(1, 8))).toBeGreaterThan(0.3);
});

describe("fitGrids", () => {
  test.each([1, 2, 2.5, 3.25, 6.9, 7])("%d bits a weight are kept on the mean", (averageBits) => {
    const grids = [...fitGrids(tinyConfig, parameters, { averageBits, calibration }).values()];
    const weights = grids.reduce((sum, { codes }) => sum + codes.length, 0);
    const bits = grids.reduce((sum, { codes, bits: each }) => sum + each * codes.length, 0);
    expect(bits / weights).toBeLessThanOrEqual(averageBits);
    // Less than the smallest matrix is left over.
    expect(averageBits * weights - bits).toBeLessThan(12 * 20);
  });

  test("a matrix whose weights are on a grid of one bit gets no more, others take what it leaves", () => {
    const name = "decoder/1/feed-forward/hidden";
    const matrix = parameters[`${name}/weights`];
    const values = matrix.values.map((value) => (value < 0 ? -0.5 : 0.5));
    const changed = { ...parameters, [`${name}/weights`]: { ...matrix, values } };
    const grids = fitGrids(tinyConfig, changed, { averageBits: 2 });
    expect(grids.get(name)?.bits).toBe(1);
    expect(grids.get(name)?.codes.every((code) => Math.abs(code) === 1)).toBe(true);
    expect([...grids.values()].some(({ bits }) => bits > 2)).toBe(true);
  });

  test.each([0, 0.99, 7.01, Number.NaN])("an average of %d bits is refused", (averageBits) => {
    expect(() => fitGrids(tinyConfig, parameters, { averageBits })).toThrow(
      `fitGrids: averageBits must be in 1 … 7, got ${averageBits}`,
    );
  });

  test("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    fitGrids(tinyConfig, parameters, { averageBits: 2, calibration });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("grids of another model are refused", () => {
  const grid = { bits: 2, codes: new Int8Array(240).fill(1), scales: new Float32Array(20) };
  const attempt = (grids: ReadonlyMap<string, typeof grid>) => () =>
    exportModel(tinyConfig, parameters, { ...options, golden: [], embeddingBits: 8, grids });

  test("by a name that it has not", () => {
    expect(attempt(new Map([["encoder/9/feed-forward/hidden", grid]]))).toThrow(
      'exportModel: grids must be of matrices of the model, got "encoder/9/feed-forward/hidden"',
    );
  });

  test("by another size", () => {
    expect(attempt(new Map([["encoder/0/feed-forward/output", grid]]))).toThrow(
      "exportModel: grids of encoder/0/feed-forward/output must have 12 scales and 240 codes, got 20 and 240",
    );
  });
});
