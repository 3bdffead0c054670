import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { packClassifier } from "../src/export/pack-classifier.ts";
import { quantConv2d } from "../src/quant-conv2d.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { applyLayer } from "./apply-layer.ts";
import { packedScores, predictedScores } from "./export/evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const matches = {
  inputQuantizer: "clipped-sign",
  kernelQuantizer: "clipped-sign",
  outputMap: "matches",
} as const;
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];

describe("T07", () => {
  const w = [1, -1, -1, 1, 1, -1, 1, 1];
  const x = [1, 1, -1, -1, 1, -1, -1, 1];

  test("an output is how many of n signs are equal, (product + n)/2", () => {
    const layer = quantDense({ units: 1, ...matches });
    applyLayer(layer, tf.tensor2d([x]));
    layer.setWeights([tf.tensor2d(w, [8, 1])]);
    const [output] = valuesOf(applyLayer(layer, tf.tensor2d([x])));
    expect(output).toBe(w.filter((sign, i) => sign === x[i]).length);
    expect(output).toBe(5);
    const product = w.reduce((sum, sign, i) => sum + sign * x[i]!, 0);
    expect(2 * output! - 8).toBe(product);
    const { grads } = tf.variableGrads(() =>
      tf.sum<tf.Scalar>(applyLayer(layer, tf.tensor2d([x]))),
    );
    expect(Object.values(grads).map(valuesOf)).toEqual([x.map((sign) => sign / 2)]);
  });

  test("straight through the map, the gradient of an input is the sum of the signs", () => {
    const layer = quantDense({ units: 1, ...matches, outputMap: "matches-straight-through" });
    const input = tf.tensor2d([x]);
    applyLayer(layer, input);
    layer.setWeights([tf.tensor2d(w, [8, 1])]);
    expect(valuesOf(applyLayer(layer, input))).toEqual([5]);
    expect(valuesOf(tf.grad((a) => applyLayer(layer, a))(input))).toEqual(w);
  });

  test("version 1 has a window of ½ for inputs, none for weights, and no ½ of the map", () => {
    const { padValue, inputMask, convolutionExponents, ...options } = recipeOf(
      "bmxnet",
      "bmxnet-v1",
    ).hidden;
    const layer = quantDense({ units: 1, ...options });
    const input = tf.tensor2d([[0.5, -0.25, 0.75]]);
    applyLayer(layer, input);
    layer.setWeights([tf.tensor2d([2, -0.5, -0.25], [3, 1])]);
    const loss = (a: tf.Tensor): tf.Scalar => tf.sum<tf.Scalar>(applyLayer(layer, a));
    expect(loss(input).dataSync()[0]).toBe(2);
    expect(valuesOf(tf.grad(loss)(input))).toEqual([1, -1, 0]);
    const { grads } = tf.variableGrads(() => loss(input));
    expect(Object.values(grads).map(valuesOf)).toEqual([[1, -1, 1]]);
  });

  test("the scale of version 1 is one number behind the map, of which no gradient of weights knows", () => {
    const { padValue, inputMask, convolutionExponents, ...options } = recipeOf(
      "bmxnet",
      "bmxnet-v1-scaled",
    ).hidden;
    const layer = quantDense({ units: 2, ...options });
    const input = tf.tensor2d([[0.5, -0.25, 0.75]]);
    applyLayer(layer, input);
    // Mean magnitude 1; the columns 2, −0.5, −0.25 and 1, −1, −1.25
    layer.setWeights([tf.tensor2d([2, 1, -0.5, -1, -0.25, -1.25], [3, 2])]);
    const scaled = tf.tensor2d([4, 2, -1, -2, -0.5, -2.5], [3, 2]);
    expect(valuesOf(applyLayer(layer, input))).toEqual([2, 2]);
    layer.setWeights([scaled]);
    // 2·(1 + 3)/2
    expect(valuesOf(applyLayer(layer, input))).toEqual([4, 4]);
    const loss = (a: tf.Tensor): tf.Scalar => tf.sum<tf.Scalar>(applyLayer(layer, a));
    // Times the scale, of both columns, within the window of ½.
    expect(valuesOf(tf.grad(loss)(input))).toEqual([4, -4, 0]);
    const { grads } = tf.variableGrads(() => loss(input));
    expect(Object.values(grads).map(valuesOf)).toEqual([[1, 1, -1, -1, 1, 1]]);
  });

  test("a map and a scale of the input are refused together", () => {
    expect(() =>
      quantDense({ units: 1, ...matches, inputScale: "window-mean", name: "d" }),
    ).toThrow('d: outputMap must be null with an inputScale, got "matches"');
  });

  test.each([
    [-1, [4, 6, 4, 6, 9, 6, 4, 6, 4]],
    [1, Array<number>(9).fill(9)],
    ["quantized-zero", Array<number>(9).fill(9)],
    [0, [6.5, 7.5, 6.5, 7.5, 9, 7.5, 6.5, 7.5, 6.5]],
  ] as const)("outside of a map stands %s", (padValue, expected) => {
    const layer = quantConv2d({ filters: 1, kernelSize: 3, padding: "same", padValue, ...matches });
    const ones = tf.ones([1, 3, 3, 1]);
    applyLayer(layer, ones);
    layer.setWeights([tf.ones([3, 3, 1, 1])]);
    expect(valuesOf(applyLayer(layer, ones))).toEqual(expected);
  });

  test.each([-1, 1, "quantized-zero"] as const)(
    "packed, a network with %s outside is the same",
    (padValue) => {
      const model = tf.sequential({
        layers: [
          tf.layers.rescaling({ scale: 1, offset: -128, inputShape: [5, 7, 1] }),
          quantConv2d({ filters: 3, kernelSize: 2, kernelQuantizer: "int8-rows", seed: 1 }),
          quantConv2d({
            filters: 5,
            kernelSize: 3,
            padding: "same",
            padValue,
            seed: 2,
            ...matches,
          }),
          tf.layers.batchNormalization(),
          tf.layers.flatten(),
          quantDense({ units: 4, seed: 3, ...matches }),
        ],
      });
      const images = tf.tensor4d(
        Array.from({ length: 3 * 35 }, (_, i) => (i * 97) % 256),
        [3, 5, 7, 1],
      );
      const scores = packedScores(packClassifier(model, { name: "matches" }), images);
      expect(scores).toEqual(predictedScores(model, images));
    },
  );
});
