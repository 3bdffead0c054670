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

const wide: RecipeProduct = { ...binary, kernelStart: [-1, 1] };

/** Its kernels as that code starts and steps them. */
const scaled: Recipe = {
  ...theano,
  first: { ...binary, inputQuantizer: null, kernelStart: [-1, 1], padValue: bytes.offset },
  hidden: wide,
  last: wide,
  optimizer: { name: "scaled-adam" },
};

const stochastic: RecipeProduct = {
  ...binary,
  inputQuantizer: { name: "stochastic-sign", options: { estimator: "clipped" } },
  useBias: true,
};

const torch7: Recipe = {
  ...theano,
  source: "https://github.com/itayhubara/BinaryNet",
  hidden: stochastic,
  last: stochastic,
  normalization: { momentum: 0.875, epsilon: 1e-5, byShifts: true },
  optimizer: { name: "shift-ada-max" },
};

const unclipped: RecipeProduct = {
  ...binary,
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  useBias: true,
  kernelClip: null,
};

const pytorch: Recipe = {
  ...theano,
  source: "https://github.com/itayhubara/BinaryNet.pytorch",
  hidden: unclipped,
  last: unclipped,
  normalization: { momentum: 0.9, epsilon: 1e-5 },
};

/** Names of BNN's presets, its three code bases. */
export type BnnPresetName = "bnn-theano" | "bnn-theano-scaled" | "bnn-torch7" | "bnn-pytorch";

/** Binarized neural networks: ±1 weights and activations, thresholds between them. Its three code bases are not one system:
 *  that of Torch7 draws signs in training, normalizes by shifts and has an AdaMax of shifts.
 *
 *  Kernels start in Glorot's range and are clipped to 1, where the first two multiply their steps by 1/√(1.5/(in + out)) for
 *  each layer and start anywhere in −1 … 1, as the scaled preset does. */
export const bnn: BinarizationSystem<BnnPresetName> = {
  title: "BNN",
  paper: {
    title:
      "Binarized Neural Networks: Training Deep Neural Networks with Weights and Activations Constrained to +1 or −1",
    authors: "Courbariaux, Hubara, Soudry, El-Yaniv, Bengio",
    year: 2016,
    url: "https://arxiv.org/abs/1602.02830",
  },
  presets: {
    "bnn-theano": theano,
    "bnn-torch7": torch7,
    "bnn-pytorch": pytorch,
    "bnn-theano-scaled": scaled,
  },
};
