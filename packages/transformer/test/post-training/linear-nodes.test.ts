import { float32 } from "@bnnkit/core";
import type { DenseNode } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { inputCorrelation } from "@bnnkit/quantizers/calibration";
import { createRandom } from "@bnnkit/testing";
import { expect, test } from "vitest";
import { groupLevels } from "../../src/post-training/group-levels.ts";
import { linearNodes } from "../../src/post-training/linear-tensors.ts";
import { type BinarizationMethod, binarizeLinear } from "../../src/post-training/methods.ts";

const methods: readonly BinarizationMethod[] = [
  { method: "round", bits: 1 },
  { method: "round", bits: 5 },
  { method: "pb-llm", share: 0.2 },
  { method: "pb-llm", share: 0 },
  { method: "pb-llm", share: 0.3, groupSize: 40, bits: 4 },
  { method: "bi-llm", mostSalient: 7 },
  { method: "arb-llm" },
  { method: "arb-llm", order: 2 },
  { method: "arb-rc" },
  { method: "arb-llm", order: 2, groupSize: 99 },
  { method: "arb-rc", groupSize: 128 },
  { method: "nano-quant", rank: 5, iterations: 15 },
];

test.each(methods)("nodes and tensors of %j make the matrix that was found", (method) => {
  // Two blocks of 100 columns, of which one is never read.
  const [rows, columns] = [9, 200];
  const { normal } = createRandom(3);
  const values = Float32Array.from({ length: rows * columns }, normal);
  const inputs = Float64Array.from({ length: 40 * columns }, (_, i) =>
    i % columns === 17 ? 0 : normal(),
  );
  const { chain, values: found } = binarizeLinear(
    { rows, columns, values },
    method,
    inputCorrelation(inputs, columns),
  );
  const layer: DenseNode = {
    op: "dense",
    name: "layer",
    inputs: ["x"],
    ...{ outFeatures: rows, bias: true },
    weights: { tensor: "layer", code: float32 },
  };
  const { nodes, tensors } = linearNodes(layer, chain);
  const bias = Float32Array.from({ length: rows }, (_, i) => i);
  const model = {
    tensors: new Map([
      ...tensors,
      ["layer.bias", { dtype: "F32", shape: [rows], data: bias }],
    ] as const),
  };
  const graph = {
    inputs: [{ name: "x", kind: "rows", features: columns }],
    nodes,
    output: "layer",
  } as const;
  const identity = matrix(columns, columns, (row, column) => Number(row === column));
  const { data } = evaluateGraph(model, graph, new Map([["x", identity]]));
  for (const [i, value] of found.entries()) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    expect(data[column * rows + row]).toBeCloseTo(value + row, 5);
  }
});

test.each(["arb-llm", "arb-rc"] as const)("%s: what later blocks make up for", (method) => {
  const [rows, columns] = [6, 48];
  const { normal } = createRandom(8);
  const matrix = { rows, columns, values: Float64Array.from({ length: rows * columns }, normal) };
  const x = Float64Array.from({ length: 150 * columns });
  for (let row = 0; row < 150; row++) {
    const common = normal();
    for (let i = 0; i < columns; i++) x[row * columns + i] = normal() + 2 * common;
  }
  const correlation = inputCorrelation(x, columns);
  const errorOf = (values: Float64Array): number => {
    let sum = 0;
    for (let at = 0; at < x.length; at += columns) {
      for (let row = 0; row < rows; row++) {
        let difference = 0;
        for (let i = 0; i < columns; i++) {
          difference += x[at + i] * (matrix.values[row * columns + i] - values[row * columns + i]);
        }
        sum += difference ** 2;
      }
    }
    return sum;
  };
  const whole = binarizeLinear(matrix, { method }, correlation).values;
  const oneBlock = binarizeLinear(matrix, { method, groupSize: columns }, correlation).values;
  expect(oneBlock).toEqual(whole);
  const blocks = binarizeLinear(matrix, { method, groupSize: 12 }, correlation).values;
  expect(errorOf(blocks)).toBeLessThan(0.9 * errorOf(whole));
  expect(() => binarizeLinear(matrix, { method, groupSize: 12 })).toThrow(
    `the method "${method}" in groups needs calibration texts`,
  );
});

test("levels of a group: offset and two scales from up to four numbers", () => {
  // 1 ± 4 ± 2
  const { offset, scales, signsOf } = groupLevels([7, -5, 3, -1]);
  expect([offset, ...scales]).toEqual([1, 4, 2]);
  expect([7, 3, -1, -5].map(signsOf)).toEqual([
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ]);
  expect(groupLevels([7, -5, 3]).scales).toEqual([4, 2]);
  expect(groupLevels([2, -2, 2]).scales).toEqual([2, 0]);
  expect(groupLevels([]).scales).toEqual([0, 0]);
  expect(() => groupLevels([1, 2, 3, 4, 5])).toThrow("at most 4 different numbers, got 5");
});
