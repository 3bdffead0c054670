import { expect, test } from "vitest";
import { evaluateGraph, evaluateModel, rowOf, weightsOf } from "../../src/reference/index.ts";
import { sinusoidalPositions } from "../../src/sinusoidal-positions.ts";
import { smallModel } from "../small-model.ts";

const model = smallModel();

test("the probabilities of each position sum to one", () => {
  const result = evaluateModel(model, [4, 5, 2], [1, 6, 7, 3]);
  expect([result.rows, result.columns]).toEqual([4, 11]);
  for (let row = 0; row < 4; row++) {
    const sum = rowOf(result, row).reduce((all, p) => all + Math.exp(p), 0);
    expect(sum).toBeCloseTo(1, 12);
  }
});

test("a later token changes nothing before it", () => {
  const [short, long] = [
    [1, 6],
    [1, 6, 9],
  ].map((target) => evaluateModel(model, [4, 2], target));
  expect(long.data.subarray(0, short.data.length)).toEqual(short.data);
});

test("an embedding is a multiple of its codes; positions are added from the one table", () => {
  const { encoder } = model.description.graphs;
  const [embedding, position] = encoder.nodes;
  const weights = weightsOf(model);
  const run = (output: string) =>
    evaluateGraph(
      { ...encoder, nodes: [embedding, position], output },
      { tokens: [4, 10], weights },
    );
  const [codes, scales] = [weights.codes("words.codes"), weights.floats("words.scales")];
  const at = (row: number, id: number, i: number): number =>
    run("embedding").data[row * 6 + i] / (codes[id * 6 + i] * scales[id]);
  expect(at(0, 4, 1)).toBeCloseTo(Math.sqrt(6), 12);
  expect(at(1, 10, 3)).toBeCloseTo(Math.sqrt(6), 12);
  const table = sinusoidalPositions(2, 6);
  const expected = run("embedding").data.map((v, i) => v + table[i]);
  expect(run("position").data).toEqual(expected);
});
