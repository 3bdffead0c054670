import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { quantActivation } from "../src/quant-activation.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

const valuesOf = (
  y: tf.Tensor | tf.SymbolicTensor | (tf.Tensor | tf.SymbolicTensor)[],
): number[] => (y instanceof tf.Tensor ? [...y.dataSync()] : []);

test("is the sign unless told otherwise", () => {
  expect(valuesOf(applyLayer(quantActivation(), tf.tensor1d([-2, -0, 3])))).toEqual([-1, 1, 1]);
});

test("is any quantizer by name and options, in the shape of its input", () => {
  const layer = quantActivation({
    quantizer: { name: "half-wave-gaussian", options: { step: 1 } },
  });
  const y = applyLayer(
    layer,
    tf.tensor2d([
      [-1, 0.4],
      [1.6, 7],
    ]),
  );
  expect(y).toMatchObject({ shape: [2, 2] });
  expect(valuesOf(y)).toEqual([0, 1, 2, 3]);
  expect(layer.computeOutputShape([null, 2])).toEqual([null, 2]);
});

test("a quantizer that is not there is refused", () => {
  expect(() => quantActivation({ quantizer: "cubic" })).toThrow(RangeError);
});
