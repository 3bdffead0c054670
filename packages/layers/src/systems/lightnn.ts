import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (terms: number): Recipe =>
  realEnds({
    source: "§3",
    hidden: { kernelQuantizer: { name: "power-of-two", options: { terms } } },
    activation: "relu",
  });

/** Weights that are one power of two, or the sum of two: a product is a shift, or two and an addition. */
export const lightNn: BinarizationSystem = {
  title: "LightNN",
  paper: {
    title:
      "LightNN: Filling the Gap between Conventional Deep Neural Networks and Binarized Networks",
    authors: "Ding, Liu, Shi, Marculescu, Blanton",
    year: 2017,
    url: "https://arxiv.org/abs/1802.02178",
  },
  presets: { "lightnn-1": recipe(1), "lightnn-2": recipe(2) },
};
