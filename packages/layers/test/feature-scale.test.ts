import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { FeatureScale, featureScale } from "../src/feature-scale.ts";
import { applyLayer } from "./apply-layer.ts";

beforeAll(() => tf.setBackend("cpu"));

test("each feature has a scale, which is learned", () => {
  const layer = featureScale({ scale: 0.5 });
  const x = tf.tensor2d([
    [2, 4],
    [6, -8],
  ]);
  expect([...applyLayer(layer, x).dataSync()]).toEqual([1, 2, 3, -4]);
  layer.setWeights([tf.tensor1d([2, -1])]);
  expect([...applyLayer(layer, x).dataSync()]).toEqual([4, -4, 12, 8]);
  const { grads } = tf.variableGrads(() => tf.sum<tf.Scalar>(applyLayer(layer, x)));
  expect(Object.values(grads).map((gradient) => [...gradient.dataSync()])).toEqual([[8, -4]]);
});

test("has a finite scale, and weights when it is built", () => {
  expect(() => featureScale({ scale: Number.POSITIVE_INFINITY })).toThrow(
    "featureScale: scale must be finite, got Infinity",
  );
  expect(() => featureScale({ name: "s" }).scales).toThrow(
    "s: the layer has no weights before it is built",
  );
});

test("a configuration makes the same layer", () => {
  const config = featureScale({ scale: 3 }).getConfig();
  expect(FeatureScale.fromConfig(FeatureScale, config).getConfig()).toEqual(config);
});
