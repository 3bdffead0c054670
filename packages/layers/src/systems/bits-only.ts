import { bytes } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

const weights: RecipeProduct = { kernelQuantizer: "clipped-sign", padValue: 1 };
const binary: RecipeProduct = { ...weights, inputQuantizer: "clipped-sign" };

const recipe: Recipe = {
  source: "https://arxiv.org/abs/1602.02830, §1.5",
  pixels: bytes,
  first: { ...weights, padValue: bytes.offset },
  hidden: binary,
  last: binary,
  block: "plain",
  normalization: { momentum: 0.9, epsilon: 1e-4 },
  normalizesScores: false,
  // Sums of some hundred signs as logits of about one; a power of two changes no bit of them.
  scoreScale: 1 / 16,
  loss: "cross-entropy",
  optimizer: { name: "adam" },
  learningRate: { dense: 0.003, convolution: 0.005 },
};

/** From bytes to classes without a multiplication: signs of weights everywhere, whole numbers against thresholds, and sums of
 *  signs as scores. */
export const bitsOnly: BinarizationSystem = {
  title: "XNOR network, bits only",
  paper: {
    title:
      "Binarized Neural Networks: Training Deep Neural Networks with Weights and Activations Constrained to +1 or −1",
    authors: "Courbariaux, Hubara, Soudry, El-Yaniv, Bengio",
    year: 2016,
    url: "https://arxiv.org/abs/1602.02830",
  },
  presets: { "bits-only": recipe },
};
