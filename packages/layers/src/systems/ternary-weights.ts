import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** Weights −1, 0, +1 times a scale, with real activations or ternary ones. */
export const ternaryWeights: BinarizationSystem = {
  title: "Ternary weight networks",
  paper: {
    title: "Ternary Weight Networks",
    authors: "Li, Liu, Wang, Zhang, Yan",
    year: 2016,
    url: "https://arxiv.org/abs/1605.04711",
  },
  presets: {
    "ternary-weights": realEnds({
      source: "§2",
      hidden: {
        kernelQuantizer: { name: "ternary", options: { scaleAxis: "weights", scale: "kept-mean" } },
        kernelClip: null,
      },
      activation: "relu",
    }),
    "ternary-weights-and-activations": realEnds({
      source: "https://docs.larq.dev/larq/api/quantizers/#stetern",
      hidden: {
        inputQuantizer: { name: "ternary", options: { threshold: 0.5 } },
        kernelQuantizer: { name: "ternary", options: { scaleAxis: "weights", scale: "kept-mean" } },
        kernelClip: null,
      },
    }),
  },
};
