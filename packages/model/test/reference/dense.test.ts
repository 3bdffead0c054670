import { expect, test } from "vitest";
import { evaluateDense, signsAndScale } from "../../src/reference/dense.ts";
import { weightsOf } from "../../src/reference/weights.ts";
import { smallDescription } from "../small-model.ts";

const sizes = { inFeatures: 3, outFeatures: 2, bias: true } as const;
const x = { rows: 1, columns: 3, data: Float64Array.of(0.5, -2, -0) };
const tensors = {
  "d.bits": { dtype: "U32", shape: [2, 4], data: Uint32Array.of(0b001, 0, 0, 0, 0b110, 0, 0, 0) },
  "d.scales": { dtype: "F32", shape: [2], data: Float32Array.of(0.25, 4) },
  "d.weights": { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  "d.bias": { dtype: "F32", shape: [2], data: Float32Array.of(10, 20) },
} as const;
const weights = weightsOf({
  description: smallDescription,
  metadata: {},
  tensors: new Map(Object.entries(tensors)),
});

const dense = (weightBits: 1 | 32, activationBits: 1 | 32) => [
  ...evaluateDense(
    { op: "dense", name: "d", inputs: ["x"], weightBits, activationBits, ...sizes },
    x,
    weights,
  ).data,
];

const scale = (2 + 2 ** -23) / 2;

test("signs of a row: zero and minus zero are +1; the scale is half of the greatest magnitude", () => {
  expect(signsAndScale(x.data)).toEqual({ values: Float64Array.of(1, -1, 1), scale });
});

test("W1A1: [−1, 1, 1] and [1, −1, −1] times the signs [1, −1, 1]", () => {
  expect(dense(1, 1)).toEqual([(-1 - 1 + 1) * (scale * 0.25) + 10, (1 + 1 - 1) * (scale * 4) + 20]);
});

test("W1A32, W32A32 and W32A1", () => {
  expect(dense(1, 32)).toEqual([(-0.5 - 2) * 0.25 + 10, (0.5 + 2) * 4 + 20]);
  expect(dense(32, 32)).toEqual([0.5 - 4 + 10, 2 - 10 + 20]);
  expect(dense(32, 1)).toEqual([(1 - 2 + 3) * scale + 10, (4 - 5 + 6) * scale + 20]);
});

test("a tensor that is missing is named", () => {
  expect(() => weights.floats("none")).toThrow('"none"');
  expect(() => weights.codes("d.bits")).toThrow("I8");
});
