import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const binary: RecipeProduct = {
  inputQuantizer: "clipped-sign",
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  kernelClip: null,
  padValue: 1,
};

const ofSigns: RecipeProduct = { ...binary, kernelStart: "signs" };

const shared = {
  hidden: binary,
  last: binary,
  normalizesScores: true,
  learningRate: { dense: 0.01, convolution: 0.01 },
} as const;

/** Weights that are ±1 while they are trained: an optimizer flips those whose gradients insist; Adam trains the rest. */
export const bop: BinarizationSystem = {
  title: "Bop",
  paper: {
    title: "Latent Weights Do Not Exist: Rethinking Binarized Neural Network Optimization",
    authors: "Helwegen, Widdicombe, Geiger, Liu, Cheng, Nusselder",
    year: 2019,
    url: "https://arxiv.org/abs/1906.02107",
  },
  presets: {
    bop: realEnds({
      source: "https://github.com/plumerai/rethinking-bnn-optimization",
      optimizer: { name: "bop", gamma: 1e-3, threshold: 1e-6 },
      ...shared,
    }),
    // Weights start as signs, and a tie flips none: the paper's algorithm, not its code.
    "bop-paper": realEnds({
      source: "§4, algorithm 1",
      optimizer: { name: "bop", gamma: 1e-3, threshold: 1e-6, tie: "kept" },
      ...shared,
      hidden: ofSigns,
      last: ofSigns,
    }),
    // The same network with latent weights, to compare.
    "latent-weights": realEnds({
      source: "§5",
      ...shared,
      learningRate: { dense: 0.003, convolution: 0.005 },
    }),
    bold: realEnds({
      source: "https://arxiv.org/abs/2405.16339",
      optimizer: { name: "boolean-flips", learningRate: 12 },
      ...shared,
    }),
  },
};
