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
