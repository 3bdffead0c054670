import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageNetwork } from "../../src/networks/image-network.ts";
import { recipeOf } from "../../src/systems/recipe-of.ts";

beforeEach(() => void tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** What stands behind the pixels, in order. */
function layersOf(preset: string): readonly string[] {
  const sizes = { inputShape: [4, 4, 1], filters: [2, 3], units: [5], classes: 2 } as const;
  const { layers } = imageNetwork(recipeOf("xnor-net", preset), sizes);
  return layers.slice(2).map((layer) => layer.getClassName());
}

const first = ["QuantConv2D", "MaxPooling2D", "BatchNormalization", "ReLU"];

test("the port of XNOR-Net has a rectifier behind each binary product and none in front of the last one", () => {
  expect(layersOf("xnor-jiecaoyu")).toEqual([
    ...first,
    ...["BatchNormalization", "QuantConv2D", "ReLU", "MaxPooling2D"],
    ...["BatchNormalization", "Flatten", "QuantDense", "ReLU"],
    ...["BatchNormalization", "QuantDense"],
  ]);
});

test("the authors' release has one in front of the last product alone", () => {
  expect(layersOf("xnor-allenai")).toEqual([
    ...first,
    ...["BatchNormalization", "QuantConv2D", "MaxPooling2D"],
    ...["BatchNormalization", "Flatten", "QuantDense"],
    ...["BatchNormalization", "ReLU", "QuantDense"],
  ]);
});

test("the port's kernels have the exact gradient, centred and clipped latent weights and a bias, dense layers, too", () => {
  const { hidden } = recipeOf("xnor-net", "xnor-jiecaoyu");
  expect(hidden).toMatchObject({
    kernelQuantizer: { options: { scaleGradient: "exact", centring: "factor" } },
    ...{ kernelCentring: true, kernelClip: 1, useBias: true, padValue: 0 },
  });
});
