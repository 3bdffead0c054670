import { expect, test } from "vitest";
import { evaluateModel, evaluateValues, matrix, rowOf } from "../../src/reference/index.ts";
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
  const ids = [4, 10];
  const values = evaluateValues(
    model,
    model.description.graphs.encoder,
    new Map([["source", matrix(2, 1, (row) => ids[row])]]),
  );
  const codes = model.tensors.get("words.codes")?.data ?? [];
  const scales = model.tensors.get("words.scales")?.data ?? [];
  const embedded = values.get("embedding")?.data ?? new Float64Array();
  ids.forEach((id, row) => {
    for (let i = 0; i < 6; i++) {
      const expected = Math.sqrt(6) * Number(codes[id * 6 + i]) * Number(scales[id]);
      expect(embedded[row * 6 + i]).toBeCloseTo(expected, 12);
    }
  });
  const table = sinusoidalPositions(2, 6);
  expect(values.get("position")?.data).toEqual(embedded.map((v, i) => v + table[i]));
});
