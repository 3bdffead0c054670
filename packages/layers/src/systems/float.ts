import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe: Recipe = {
  source: "https://arxiv.org/abs/1502.03167",
  pixels: { scale: 1 / 255, offset: 0 },
  first: {},
  hidden: {},
  last: { useBias: true },
  block: "plain",
  activation: "relu",
  normalization: { momentum: 0.9, epsilon: 1e-4 },
  normalizesScores: false,
  loss: "cross-entropy",
  optimizer: { name: "adam" },
  learningRate: { dense: 0.003, convolution: 0.003 },
};

/** The counterpart of every system: the same layers with float32 weights, batch normalization and a rectifier. */
export const float: BinarizationSystem<"float"> = {
  title: "float32",
  paper: {
    title:
      "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
    authors: "Ioffe, Szegedy",
    year: 2015,
    url: "https://arxiv.org/abs/1502.03167",
  },
  presets: { float: recipe },
};
