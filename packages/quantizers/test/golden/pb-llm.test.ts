import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { partialScale, partlyBinarize } from "../../src/partly-binarize.ts";
import { expectClose } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = (): tf.Tensor2D =>
  tf.tensor2d([
    [0.1, -0.2, 0.9],
    [-0, 0.3, -1.1],
  ]);
const salient = (): tf.Tensor2D =>
  tf.tensor2d([
    [0, 0, 1],
    [0, 0, 1],
  ]);

describe("training of PB-LLM", () => {
  test("the others are ± their mean magnitude, one scale of the matrix", () => {
    const values = partlyBinarize(weights(), salient()).dataSync();
    expectClose(values, [0.15, -0.15, 0.9, 0.15, 0.15, -1.1]);
    expect(partialScale(weights(), salient()).shape).toEqual([1, 1]);
  });

  test("a scale of each output, 0 where nothing is left to binarize", () => {
    const values = partlyBinarize(weights(), salient(), { scaleAxis: "weights" }).dataSync();
    expectClose(values, [0.05, -0.25, 0.9, 0.05, 0.25, -1.1]);
    expectClose(partialScale(weights(), salient(), "weights").dataSync(), [0.05, 0.25, 0]);
  });

  test("salient weights are frozen unless they are trained; the scale is a constant", () => {
    const upstream = tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const gradientOf = (salientTraining: "frozen" | "trained"): number[] => [
      ...tf
        .grad((w) => partlyBinarize(w, salient(), { salientTraining }))(weights(), upstream)
        .dataSync(),
    ];
    expect(gradientOf("frozen")).toEqual([1, 2, 0, 4, 5, 0]);
    expect(gradientOf("trained")).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("a scale that was stored is taken, a NaN stays a NaN, nothing is left behind", () => {
    const scale = tf.tensor2d([[2]]);
    const [w, mask] = [weights(), salient()];
    const before = tf.memory().numTensors;
    const value = partlyBinarize(w, mask, { scale });
    expect(tf.memory().numTensors).toBe(before + 1);
    expectClose(value.dataSync(), [2, -2, 0.9, 2, 2, -1.1]);
    const nan = partlyBinarize(tf.tensor1d([Number.NaN, 1]), tf.tensor1d([0, 0]));
    expect(nan.dataSync()[0]).toBeNaN();
  });

  test("another shape of the mask is refused", () => {
    expect(() => partlyBinarize(weights(), tf.zeros([2, 2]))).toThrow(
      "partlyBinarize: salient.shape[1] (2) must equal weights.shape[1] (3)",
    );
    expect(() => partialScale(weights(), tf.zeros([6]))).toThrow("partialScale: salient.rank (1)");
  });
});
