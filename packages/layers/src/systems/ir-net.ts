import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const signs: RecipeProduct = { inputQuantizer: "clipped-sign", padValue: 1 };

/** IR-Net: centred weights with a deviation of one, and a derivative that closes in on that of the sign. */
export const irNet: BinarizationSystem = {
  title: "IR-Net",
  paper: {
    title: "Forward and Backward Information Retention for Accurate Binary Neural Networks",
    authors: "Qin, Gong, Liu, Shen, Wei, Yu, Song",
    year: 2020,
    url: "https://arxiv.org/abs/1909.10788",
  },
  presets: {
    "ir-net": realEnds({
      source: "§3",
      hidden: {
        ...signs,
        inputQuantizer: { name: "sign", options: { estimator: "tanh", sharpness: 1 } },
        kernelQuantizer: "centered-sign",
      },
    }),
  },
};
