import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** AdaBin: two values of each layer that are learned. */
export const adaBin: BinarizationSystem = {
  title: "AdaBin",
  paper: {
    title: "AdaBin: Improving Binary Neural Networks with Adaptive Binary Sets",
    authors: "Tu, Chen, Ren, Wang",
    year: 2022,
    url: "https://arxiv.org/abs/2208.08084",
  },
  presets: {
    adabin: realEnds({
      source: "§3",
      hidden: {
        inputQuantizer: "two-level",
        kernelQuantizer: "centered-sign",
        padValue: "quantized-zero",
      },
    }),
  },
};
