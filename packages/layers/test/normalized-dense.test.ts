import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { packClassifier } from "../src/export/pack-classifier.ts";
import { imageNetwork } from "../src/networks/image-network.ts";
import { normalizedDense } from "../src/normalized-dense.ts";
import { quantDense } from "../src/quant-dense.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { applyLayer } from "./apply-layer.ts";
import { packedScores, predictedScores } from "./export/evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const epsilon = 1e-12;
const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()];

function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
}

function trained(layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  const y = layer.apply(x, { training: true });
  return y instanceof tf.Tensor ? y : tf.tensor([]);
}

/** By the input and by each variable, of Σ c·y. */
function gradientsOf(
  y: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  c: tf.Tensor,
): { readonly ofInput: number[]; readonly ofVariables: number[][] } {
  const loss = (input: tf.Tensor): tf.Scalar => tf.sum<tf.Scalar>(tf.mul(y(input), c));
  const { grads } = tf.variableGrads(() => loss(x));
  return { ofInput: valuesOf(tf.grad(loss)(x)), ofVariables: Object.values(grads).map(valuesOf) };
}

test("the kernel's gradient is xᵀ·∂L/∂y, past the normalization, where through it there is none", () => {
  const layer = normalizedDense({ units: 1, epsilon });
  const x = tf.tensor2d([1, 3], [2, 1]);
  const c = tf.tensor2d([1, 3], [2, 1]);
  applyLayer(layer, x);
  layer.setWeights([tf.tensor2d([2], [1, 1]), ...layer.getWeights().slice(1)]);
  // z = 2, 6; mean 4, deviation 2
  expectNear(valuesOf(trained(layer, x)), [-1, 1]);
  const { ofInput, ofVariables } = gradientsOf((input) => trained(layer, input), x, c);
  // ½·(c − mean(c) − y·mean(c·y)) = ½·([1, 3] − 2 − [−1, 1]·1) = 0
  expectNear(ofInput, [0, 0]);
  const [ofKernel, ofGamma, ofBeta] = ofVariables;
  expectNear(ofKernel ?? [], [1 * 1 + 3 * 3]);
  expectNear(ofGamma ?? [], [1 * -1 + 3 * 1]);
  expectNear(ofBeta ?? [], [4]);
});

test("but for the kernel's, gradients and values are those of a dense layer and a batch normalization", () => {
  const inside = normalizedDense({ units: 3, momentum: 0.5, epsilon: 1e-3, seed: 2 });
  const dense = quantDense({ units: 3, seed: 2 });
  const normalization = tf.layers.batchNormalization({ momentum: 0.5, epsilon: 1e-3 });
  const x = tf.randomNormal([5, 4], 0, 1, "float32", 7);
  const c = tf.randomNormal([5, 3], 0, 1, "float32", 8);
  const apart = (input: tf.Tensor): tf.Tensor => trained(normalization, trained(dense, input));
  expectNear(valuesOf(trained(inside, x)), valuesOf(apart(x)));
  const [a, b] = [gradientsOf((input) => trained(inside, input), x, c), gradientsOf(apart, x, c)];
  expectNear(a.ofInput, b.ofInput);
  expectNear(a.ofVariables[1] ?? [], b.ofVariables[1] ?? []);
  expectNear(a.ofVariables[2] ?? [], b.ofVariables[2] ?? []);
  expectNear(a.ofVariables[0] ?? [], valuesOf(tf.matMul(x, c, true)));
  // Running statistics, too, after as many steps.
  expectNear(
    valuesOf(applyLayer(inside, x)),
    valuesOf(applyLayer(normalization, applyLayer(dense, x))),
  );
});

test("the input of that gradient is a power of two where that is said", () => {
  const layer = normalizedDense({ units: 1, gradientInput: "power-of-two", seed: 3 });
  const x = tf.tensor2d([0.25, -4, 0, 1], [4, 1]);
  const c = tf.tensor2d([8, 1, 5, 3], [4, 1]);
  applyLayer(layer, x);
  const { ofVariables } = gradientsOf((input) => trained(layer, input), x, c);
  expectNear(ofVariables[0] ?? [], [0.25 * 8 - 4 + 3]);
});

test("packed, a network of the code's recipe has the scores that it has, and is the same when it is loaded", async () => {
  const recipe = recipeOf("few-multiplications", "ternary-code");
  const model = imageNetwork(recipe, { inputShape: [5, 5, 1], units: [7, 6], classes: 3 });
  expect(model.layers.map((layer) => layer.getClassName())).toEqual([
    ...["InputLayer", "Rescaling", "Flatten", "NormalizedDense", "ReLU"],
    ...["NormalizedDense", "ReLU", "NormalizedDense"],
  ]);
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const images = tf.randomUniform([8, 5, 5, 1], 0, 255, "int32", 1);
  for (let i = 0; i < 5; i++) await model.trainOnBatch(images, tf.ones([8, 3]));
  const expected = predictedScores(model, images).flat();
  expectNear(packedScores(packClassifier(model, { name: "m" }), images).flat(), expected);
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  const loaded = await tf.loadLayersModel({ load: async () => saved ?? {} });
  expect(predictedScores(loaded, images).flat()).toEqual(expected);
});
