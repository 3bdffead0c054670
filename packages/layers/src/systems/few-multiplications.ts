import { bytes } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

const weights = (name: "stochastic-sign" | "stochastic-ternary"): RecipeProduct => ({
  kernelQuantizer: { name, options: { estimator: "straight-through" } },
  kernelMagnitude: "glorot",
  kernelClip: "glorot",
  gradientInput: "power-of-two",
});

const recipe = (product: RecipeProduct): Recipe => ({
  source: "https://github.com/hantek/BinaryConnect",
  pixels: bytes,
  first: { ...product, padValue: bytes.offset },
  hidden: product,
  last: product,
  block: "plain",
  activation: "relu",
  normalization: { momentum: 0.9, epsilon: 1e-4 },
  normalizesScores: true,
  loss: "square-hinge",
  optimizer: { name: "adam" },
  learningRate: { dense: 0.001, convolution: 0.003 },
});

/** Stochastic ±W₀ or −W₀, 0, +W₀ weights, and inputs that are powers of two in the gradient of the weights. */
export const fewMultiplications: BinarizationSystem = {
  title: "Few Multiplications",
  paper: {
    title: "Neural Networks with Few Multiplications",
    authors: "Lin, Courbariaux, Memisevic, Bengio",
    year: 2016,
    url: "https://arxiv.org/abs/1510.03009",
  },
  presets: {
    ternary: recipe(weights("stochastic-ternary")),
    binary: recipe(weights("stochastic-sign")),
  },
};
