import type { Recipe, RecipeProduct } from "./recipe.ts";

/** Pixels 0 … 255 as the whole numbers −128 … 127, whose products with int8 are exact; pixel 0 outside of an image. */
export const bytes: Recipe["pixels"] = { scale: 1, offset: -128 };

/** The layer that reads {@link bytes}: int8 with a scale for each output, real numbers to those who train it. */
export const ofBytes: RecipeProduct = {
  kernelQuantizer: "int8-rows",
  kernelClip: null,
  padValue: bytes.offset,
};

/** A last layer that stays real in its paper: int8 with a scale for each output. */
export const ofReals: RecipeProduct = { kernelQuantizer: "int8-rows", useBias: true };

/** A recipe with real first and last layers, cross entropy and Adam, but for what it says otherwise. */
export function realEnds(recipe: Pick<Recipe, "source" | "hidden"> & Partial<Recipe>): Recipe {
  return {
    pixels: bytes,
    first: ofBytes,
    last: ofReals,
    block: "plain",
    normalization: { momentum: 0.9, epsilon: 1e-4 },
    normalizesScores: false,
    loss: "cross-entropy",
    optimizer: { name: "adam" },
    learningRate: { dense: 0.002, convolution: 0.002 },
    ...recipe,
  };
}
