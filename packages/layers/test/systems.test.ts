import { checkModel } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { packClassifier } from "../src/export/pack-classifier.ts";
import { KernelLayer } from "../src/kernel-layer.ts";
import { imageNetwork } from "../src/networks/image-network.ts";
import type { Recipe } from "../src/systems/recipe.ts";
import { recipeLoss } from "../src/systems/recipe-loss.ts";
import { recipeOf } from "../src/systems/recipe-of.ts";
import { systems } from "../src/systems/systems.ts";
import { packedScores, predictedScores } from "./export/evaluate-packed.ts";

beforeAll(() => tf.setBackend("cpu"));

const inputShape = [8, 8, 1] as const;
const random = createRandom(9);

function images(count: number): tf.Tensor4D {
  const bytes = Array.from({ length: count * 64 }, () => random.integer(0, 255));
  return tf.tensor4d(bytes, [count, ...inputShape]);
}

/** Trains a few steps on random labels, so that weights and statistics are anything but their first values. */
async function trained(recipe: Recipe, filters: readonly number[]): Promise<tf.LayersModel> {
  const normalization = { ...recipe.normalization, momentum: 0.5 };
  const model = imageNetwork(
    { ...recipe, normalization },
    { inputShape, filters, units: [8, 8], classes: 3 },
  );
  model.compile({ optimizer: tf.train.adam(0.01), loss: recipeLoss(recipe) });
  const classes = Array.from({ length: 16 }, (_, i) => i % 3);
  const labels = tf.oneHot(tf.tensor1d(classes, "int32"), 3);
  await model.fit(images(16), labels, { epochs: 2, batchSize: 8, shuffle: false, verbose: 0 });
  return model;
}

const recipes = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.entries(presets).map(([preset, recipe]) => [system, preset, recipe] as const),
);

test.each(recipes)(
  "%s, %s: trains, and is packed with the scores that it has",
  async (_, __, recipe) => {
    const model = await trained(recipe, [4, 8]);
    const kernels = model.layers.filter((layer) => layer instanceof KernelLayer);
    expect(kernels.length).toBeGreaterThanOrEqual(5);
    const packed = packClassifier(model, { name: "m" });
    checkModel(packed);
    const x = images(8);
    const [actual, expected] = [packedScores(packed, x), predictedScores(model, x)];
    const largest = Math.max(...expected.flat().map(Math.abs));
    expect(new Set(expected.flat()).size).toBeGreaterThan(3);
    for (const [i, row] of expected.entries())
      for (const [c, score] of row.entries())
        expect(Math.abs(actual[i]![c]! - score)).toBeLessThan(1e-5 * largest);
  },
);

test("a recipe is had by the names of system and preset, the first one stands for the system", () => {
  expect(recipeOf("bnn", "bnn-torch7")).toBe(systems.bnn.presets["bnn-torch7"]);
  expect(recipeOf("xnor-net")).toBe(systems["xnor-net"].presets["xnor-paper"]);
  expect(() => recipeOf("hwgq", "three-bits")).toThrow(
    "recipeOf: the presets of hwgq are two-bits, one-bit, got three-bits",
  );
});
