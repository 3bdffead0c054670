import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const signs: RecipeProduct = { inputQuantizer: "clipped-sign", padValue: 1 };

/** ReCU: weights clamped between quantiles before their sign is taken. */
export const recu: BinarizationSystem = {
  title: "ReCU",
  paper: {
    title: "ReCU: Reviving the Dead Weights in Binary Neural Networks",
    authors: "Xu, Lin, Liu, Chen, Shao, Gao, Tian, Ji",
    year: 2021,
    url: "https://arxiv.org/abs/2103.12369",
  },
  presets: {
    recu: realEnds({
      source: "§3",
      hidden: { ...signs, kernelQuantizer: "rectified-sign" },
      schedule: { parameter: "tau", first: 0.85, last: 0.99, curve: "offset-exponential" },
    }),
  },
};
