import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const code: Recipe = realEnds({
  source: "https://github.com/juefeix/lbcnn.torch",
  hidden: { kernelQuantizer: "int8-rows" },
  block: "locally-binary",
  activation: "relu",
});

/** Sparse ternary filters that are drawn and stay, a rectifier, and real 1×1 convolutions that mix what they find. */
export const lbcnn: BinarizationSystem = {
  title: "LBCNN",
  paper: {
    title: "Local Binary Convolutional Neural Networks",
    authors: "Juefei-Xu, Boddeti, Savvides",
    year: 2017,
    url: "https://arxiv.org/abs/1608.06049",
  },
  presets: {
    lbcnn: code,
    "distinct-positions": {
      ...code,
      source: "§3.1",
      filters: { positions: "distinct" },
    },
  },
};
