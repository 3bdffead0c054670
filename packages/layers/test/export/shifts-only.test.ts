import type { Code } from "@bnnkit/core";
import { type Node, ofTask, type PackedModel } from "@bnnkit/model";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { imageNetwork } from "../../src/networks/image-network.ts";
import type { Recipe } from "../../src/systems/recipe.ts";
import { systems } from "../../src/systems/systems.ts";

beforeAll(() => tf.setBackend("cpu"));

/** A network whose weights are anything, variances aside, which are positive. */
function packed(recipe: Recipe, filters: readonly number[]): PackedModel {
  const random = createRandom(5);
  const model = imageNetwork(recipe, {
    inputShape: [8, 8, 1],
    filters,
    units: [8, 16],
    classes: 3,
  });
  for (const layer of model.layers) {
    const names = layer.weights.map(({ originalName }) => originalName);
    layer.setWeights(
      layer.getWeights().map((weight, i) => {
        const values = Array.from({ length: weight.size }, () => random.normal());
        const isVariance = names[i]!.endsWith("moving_variance");
        return tf.tensor(isVariance ? values.map(Math.abs) : values, weight.shape);
      }),
    );
  }
  return packClassifier(model, { name: "m" });
}

/** Scales of a code whose digits make products without a multiplication: signs add or subtract, powers shift, and what is compared
 *  or summed is multiplied with nothing. */
function scalesOf(code: Code): readonly number[] {
  return code.flatMap(({ digit, scale = 1 }) => {
    if (!["bipolar", "power", "uint8"].includes(digit)) throw new RangeError(`a digit ${digit}`);
    return typeof scale === "number" ? [scale] : [];
  });
}

/** Every number that something is multiplied with when a packed network runs.
 *  @throws RangeError for a node that multiplies two values, or divides. */
function multipliers(model: PackedModel): readonly number[] {
  const { graph } = ofTask("multipliers", model.description, "classification");
  const tensor = (name: string): readonly number[] =>
    [...(model.tensors.get(name)?.data ?? [])].map(Number);
  const ofNode = (node: Node): readonly number[] => {
    switch (node.op) {
      case "dense":
      case "convolution":
        return [...scalesOf(node.weights.code), ...tensor(`${node.weights.tensor}.scales`)];
      case "affine":
        return tensor(`${node.name}.scales`);
      case "activation":
        if (node.function === "prelu") return tensor(`${node.name}.slopes`);
        throw new RangeError(`an activation ${node.function}`);
      case "threshold":
        return scalesOf(node.code);
      case "pool":
        if (node.take === "maximum") return [];
        throw new RangeError(`a pool of the ${node.take}`);
      case "add":
      case "concatenate":
        return [];
      default:
        throw new RangeError(`a node ${node.op}`);
    }
  };
  const ofInputs = graph.inputs.flatMap((input) =>
    input.kind === "map" ? scalesOf(input.code) : [],
  );
  return [...ofInputs, ...graph.nodes.flatMap(ofNode)];
}

const isShift = (factor: number): boolean =>
  factor === 0 || Number.isInteger(Math.log2(Math.abs(factor)));

const presets = Object.entries(systems["a-and-b"].presets).flatMap(([preset, recipe]) =>
  [[], [4, 8]].map((filters) => [preset, filters, recipe] as const),
);

test.each(presets)(
  "A&B BNN, %s, filters %j: all that a packed network multiplies with is a power of two",
  (_, filters, recipe) => {
    const factors = multipliers(packed(recipe, filters));
    expect(factors.filter((factor) => !isShift(factor))).toEqual([]);
    // Scales and slopes are there, and others than 1.
    expect(new Set(factors).size).toBeGreaterThan(5);
  },
);

test("of other networks it finds what is multiplied", () => {
  const rescaled = { ...systems["a-and-b"].presets["normalizer-free"]!, scoreScale: 0.3 };
  expect(multipliers(packed(rescaled, [])).filter((factor) => !isShift(factor))).toHaveLength(3);
  const byNumbers = { ...rescaled, activation: "shifted-prelu" } as const;
  expect(multipliers(packed(byNumbers, [])).some((factor) => !isShift(factor))).toBe(true);
  expect(() => multipliers(packed(systems.pokebnn.presets.pokebnn!, []))).toThrow("a digit int8");
});
