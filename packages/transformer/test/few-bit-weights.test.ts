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
import { fitGrids } from "../src/fit-grids.ts";
import { allocateGridBits, gridErrors } from "../src/grid-bits.ts";
import { type CalibrationText, inputCorrelations } from "../src/input-correlations.ts";
import type { GridMatrix } from "../src/odd-grid.ts";
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
const calibration: CalibrationText = {
  step: 0,
  tokens: toyTokens,
  pairs: [
    { source: [3, 4, 5, 2], target: [1, 6, 7, 2] },
    { source: [8, 9, 10, 11, 2], target: [1, 12, 3, 2] },
  ],
};

function gridsOf(averageBits: number): ReadonlyMap<string, GridMatrix> {
  const bits = allocateGridBits(gridErrors(tinyConfig, parameters), averageBits);
  return fitGrids(tinyConfig, parameters, { bits });
}

function packed(averageBits: number, embeddingBits: 4 | 6 | 8): PackedModel {
  const grids = gridsOf(averageBits);
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
    const grids = gridsOf(averageBits);
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

describe("bits", () => {
  const correlations = inputCorrelations(tinyConfig, parameters, calibration);

  test.each([1, 2, 2.5, 3.25, 6.9, 7])("%d a weight are kept on the mean", (averageBits) => {
    const errors = gridErrors(tinyConfig, parameters, correlations);
    const bits = allocateGridBits(errors, averageBits);
    const weights = errors.reduce((sum, { size }) => sum + size, 0);
    const given = errors.reduce((sum, { node, size }) => sum + size * (bits.get(node) ?? 0), 0);
    expect(given / weights).toBeLessThanOrEqual(averageBits);
    // Less than the largest matrix is left over.
    expect(averageBits * weights - given).toBeLessThan(12 * 20);
  });

  test("a matrix whose weights are on a grid of one bit gets no more, others take what it leaves", () => {
    const name = "decoder/1/feed-forward/hidden";
    const matrix = parameters[`${name}/weights`];
    const values = matrix.values.map((value) => (value < 0 ? -0.5 : 0.5));
    const changed = { ...parameters, [`${name}/weights`]: { ...matrix, values } };
    const bits = allocateGridBits(gridErrors(tinyConfig, changed), 2);
    expect(bits.get(name)).toBe(1);
    expect([...bits.values()].some((each) => each > 2)).toBe(true);
    const codes = fitGrids(tinyConfig, changed, { bits }).get(name)?.codes ?? [];
    expect(codes.length).toBe(240);
    for (const code of codes) expect(Math.abs(code)).toBe(1);
  });

  test("every matrix has the correlation of what it reads", () => {
    for (const { name, part, shape } of parameterShapes(tinyConfig)) {
      const size = part === "weights" ? shape[1] : undefined;
      expect(correlations.get(name)?.size).toBe(size);
    }
  });

  test.each([0, 0.99, 7.01, Number.NaN])("an average of %d is refused", (averageBits) => {
    expect(() => allocateGridBits([], averageBits)).toThrow(
      `allocateGridBits: averageBits must be in 1 … 7, got ${averageBits}`,
    );
  });

  test("of a matrix that has none are missed by its name", () => {
    expect(() => fitGrids(tinyConfig, parameters, { bits: new Map() })).toThrow(
      "fitGrids: bits must have encoder/0/self-attention/query",
    );
  });

  test("finding them leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    fitGrids(tinyConfig, parameters, {
      bits: 2,
      correlations: inputCorrelations(tinyConfig, parameters, calibration),
    });
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
