import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const scaled = (scaleGradient: "exact" | "elementwise"): RecipeProduct => ({
  kernelQuantizer: {
    name: "scaled-sign",
    options: { estimator: "clipped", scaleGradient, centring: "factor" },
  },
});

const paper: RecipeProduct = {
  ...scaled("exact"),
  inputQuantizer: "clipped-sign",
  inputScale: "window-mean",
  padValue: 1,
};

const code: RecipeProduct = {
  ...scaled("elementwise"),
  inputQuantizer: { name: "sign", options: { estimator: "clipped", boundary: "open" } },
  kernelCentring: true,
  kernelClip: 1,
  padValue: 0,
};

const port: RecipeProduct = {
  ...code,
  ...scaled("exact"),
  useBias: true,
};

const shared = {
  block: "normalize-first",
  normalization: { momentum: 0.9, epsilon: 1e-4 },
} as const;

/** ±α weights and signs of centred activations, with the mean magnitude K of the input under each window as the paper has it,
 *  without K and with centred, clipped latent weights as the published code has it; and weights alone. */
export const xnorNet: BinarizationSystem = {
  title: "XNOR-Net",
  paper: {
    title: "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural Networks",
    authors: "Rastegari, Ordonez, Redmon, Farhadi",
    year: 2016,
    url: "https://arxiv.org/abs/1603.05279",
  },
  presets: {
    "xnor-paper": realEnds({ source: "§3.2", hidden: paper, ...shared }),
    // The paper's network without K, to compare.
    "without-input-scale": realEnds({
      source: "§3.2",
      hidden: { ...paper, inputScale: null },
      ...shared,
    }),
    "xnor-allenai": realEnds({
      source: "https://github.com/allenai/XNOR-Net",
      hidden: code,
      ...shared,
    }),
    // A rectifier behind each binary product, none in front of the last layer.
    "xnor-jiecaoyu": realEnds({
      source: "https://github.com/jiecaoyu/XNOR-Net-PyTorch",
      hidden: port,
      activation: "relu",
      ...shared,
    }),
    "binary-weight-network": realEnds({
      source: "§3.1",
      hidden: scaled("exact"),
      activation: "relu",
    }),
  },
};
