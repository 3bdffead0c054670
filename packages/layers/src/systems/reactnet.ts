import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const scaledSign = { name: "scaled-sign", options: { estimator: "clipped" } };

const shifted: RecipeProduct = { inputQuantizer: "shifted-sign", kernelQuantizer: scaledSign };
const reactnet = realEnds({
  source: "https://github.com/liuzechun/ReActNet",
  hidden: shifted,
  block: "residual",
  activation: "shifted-prelu",
});
const plain: RecipeProduct = {
  inputQuantizer: { name: "sign", options: { estimator: "triangle" } },
  kernelQuantizer: scaledSign,
};

/** Ways around each product, ±α weights, and activations whose thresholds, slopes and shifts are learned; without those it is
 *  Bi-Real Net. In two steps, kernels are real until half of the training. */
export const reActNet: BinarizationSystem = {
  title: "ReActNet",
  paper: {
    title: "ReActNet: Towards Precise Binary Neural Network with Generalized Activation Functions",
    authors: "Liu, Shen, Savvides, Cheng",
    year: 2020,
    url: "https://arxiv.org/abs/2003.03488",
  },
  presets: {
    reactnet,
    "two-step": { ...reactnet, quantization: { kernels: { start: 0.5 } } },
    // Kernels start as its code has them, all positive, which only works because they are real in the first step.
    "reactnet-code": {
      ...reactnet,
      hidden: { ...shifted, kernelStart: [0, 0.001] },
      quantization: { kernels: { start: 0.5 } },
    },
    "bi-real": realEnds({
      source: "https://github.com/liuzechun/Bi-Real-net",
      hidden: plain,
      block: "residual",
    }),
  },
};
