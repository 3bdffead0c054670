import { bytes, realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

const weights: RecipeProduct = {
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  kernelClip: null,
};

/** @param padValue  outside of a map */
function recipe(padValue: number): Recipe {
  const binary: RecipeProduct = { ...weights, inputQuantizer: "clipped-sign", padValue };
  return realEnds({
    source: "https://github.com/kunglab/ebnn",
    first: { ...weights, padValue: bytes.offset },
    hidden: binary,
    last: binary,
    normalizesScores: true,
    learningRate: { dense: 0.003, convolution: 0.003 },
  });
}

/** Blocks of product, pool, normalization and sign that a device runs without a map of numbers in memory; the first and the
 *  last layer's weights are signs, too. */
export const ebnn: BinarizationSystem = {
  title: "eBNN",
  paper: {
    title: "Embedded Binarized Neural Networks",
    authors: "McDanel, Teerapittayanon, Kung",
    year: 2017,
    url: "https://arxiv.org/abs/1709.02260",
  },
  presets: {
    ebnn: recipe(1),
    // What is outside of a map is left out of the sums, as in the original.
    "left-out-borders": recipe(0),
  },
};
