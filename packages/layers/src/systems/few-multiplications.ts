import { bytes } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

type Weights = "stochastic-sign" | "stochastic-ternary";

const weights = (name: Weights, evaluation: "nearest" | "sign" | "real"): RecipeProduct => ({
  kernelQuantizer: { name, options: { estimator: "straight-through", evaluation } },
  kernelMagnitude: "glorot",
  kernelClip: "glorot",
  gradientInput: "power-of-two",
});

const recipe = (product: RecipeProduct): Recipe => ({
  source: "§3, §4",
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

/** Bytes from −1 to 127/128: past the normalization, the gradient of the first kernel is as large as they are. */
const shares: Recipe["pixels"] = { scale: 1 / 128, offset: -1 };

/** The authors' code: kernels of dense layers are trained past the normalization, exponents of convolutions are −4 … 3, the
 *  loss is summed over the classes, updates are plain gradient descent, and the weights are real ones after the training. */
function codeRecipe(name: Weights): Recipe {
  const product: RecipeProduct = { ...weights(name, "real"), convolutionExponents: [-4, 3] };
  return {
    ...recipe(product),
    source: "https://github.com/hantek/BinaryConnect",
    pixels: shares,
    first: { ...product, padValue: shares.offset },
    normalization: { momentum: 0.9, epsilon: 1e-4, isPassed: true },
    loss: "summed-square-hinge",
    optimizer: { name: "gradient-descent" },
    learningRate: { dense: 0.3, convolution: 0.3 },
  };
}

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
    ternary: recipe(weights("stochastic-ternary", "nearest")),
    binary: recipe(weights("stochastic-sign", "sign")),
    "ternary-code": codeRecipe("stochastic-ternary"),
    "binary-code": codeRecipe("stochastic-sign"),
  },
};
