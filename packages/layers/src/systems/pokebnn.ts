import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** A way around each product, gates of squeeze and excitation, and activations with two learned slopes: PokeConv. */
export const pokeBnn: BinarizationSystem = {
  title: "PokeBNN",
  paper: {
    title: "PokeBNN: A Binary Pursuit of Lightweight Accuracy",
    authors: "Zhang, Zhang, Lew",
    year: 2022,
    url: "https://arxiv.org/abs/2112.00133",
  },
  presets: {
    pokebnn: realEnds({
      source: "https://github.com/google/aqt",
      hidden: { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" },
      block: "gated-residual",
      activation: "two-slope-prelu",
      gate: { reduction: 8, kernelQuantizer: "int8-rows", kernelClip: null },
    }),
  },
};
