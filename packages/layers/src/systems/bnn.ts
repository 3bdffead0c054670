import { bytes, ofBytes } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

/** The sign of BNN, for inputs and kernels. */
const binary: RecipeProduct = {
  inputQuantizer: "clipped-sign",
  kernelQuantizer: "clipped-sign",
  padValue: 1,
};

const theano: Recipe = {
  source: "https://github.com/MatthieuCourbariaux/BinaryNet",
  pixels: bytes,
  first: ofBytes,
  hidden: binary,
  last: binary,
  block: "plain",
  normalization: { momentum: 0.9, epsilon: 1e-4 },
  normalizesScores: true,
  loss: "square-hinge",
  optimizer: { name: "adam" },
  learningRate: { dense: 0.003, convolution: 0.005 },
};

const torch7: Recipe = {
  ...theano,
  source: "https://github.com/itayhubara/BinaryNet",
  hidden: { ...binary, useBias: true },
  last: { ...binary, useBias: true },
  normalization: { momentum: 0.875, epsilon: 1e-5 },
};

const unclipped: RecipeProduct = { ...binary, useBias: true, kernelClip: null };

const pytorch: Recipe = {
  ...theano,
  source: "https://github.com/itayhubara/BinaryNet.pytorch",
  hidden: unclipped,
  last: unclipped,
  normalization: { momentum: 0.9, epsilon: 1e-5 },
};

/** Names of BNN's presets, its three code bases. */
export type BnnPresetName = "bnn-theano" | "bnn-torch7" | "bnn-pytorch";

/** Binarized neural networks: ±1 weights and activations, thresholds between them. Its three code bases are not one system.
 *
 *  What recipes here do not have of the first two: steps multiplied by 1/√(1.5/(in + out)) for each layer, with latent weights
 *  that start anywhere in −1 … 1. Kernels start in Glorot's range here, where plain steps do the same. */
export const bnn: BinarizationSystem<BnnPresetName> = {
  title: "BNN",
  paper: {
    title:
      "Binarized Neural Networks: Training Deep Neural Networks with Weights and Activations Constrained to +1 or −1",
    authors: "Courbariaux, Hubara, Soudry, El-Yaniv, Bengio",
    year: 2016,
    url: "https://arxiv.org/abs/1602.02830",
  },
  presets: { "bnn-theano": theano, "bnn-torch7": torch7, "bnn-pytorch": pytorch },
};
