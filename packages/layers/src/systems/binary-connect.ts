import { bytes } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

const deterministicWeights: RecipeProduct = {
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  kernelClip: "glorot",
};

const stochastic = (evaluation: "sign" | "real"): RecipeProduct => ({
  kernelQuantizer: {
    name: "stochastic-sign",
    options: { estimator: "straight-through", evaluation },
  },
  kernelMagnitude: "glorot",
  kernelClip: "glorot",
});

const recipe = (weights: RecipeProduct): Recipe => ({
  source: "https://github.com/MatthieuCourbariaux/BinaryConnect",
  pixels: bytes,
  first: { ...weights, padValue: bytes.offset },
  hidden: weights,
  last: weights,
  block: "plain",
  activation: "relu",
  normalization: { momentum: 0.85, epsilon: 1e-4 },
  normalizesScores: true,
  loss: "square-hinge",
  optimizer: { name: "adam" },
  learningRate: { dense: 0.001, convolution: 0.003 },
});

/** ±H weights, the first and the last layer's, too, and real activations. Stochastic weights are drawn in training; the
 *  authors' code then runs with the real ones ("real-test"), the other preset with their signs. */
export const binaryConnect: BinarizationSystem = {
  title: "BinaryConnect",
  paper: {
    title: "BinaryConnect: Training Deep Neural Networks with binary weights during propagations",
    authors: "Courbariaux, Bengio, David",
    year: 2015,
    url: "https://arxiv.org/abs/1511.00363",
  },
  presets: {
    deterministic: recipe(deterministicWeights),
    stochastic: recipe(stochastic("sign")),
    "stochastic-real-test": recipe(stochastic("real")),
  },
};
