import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (weights: number, activations: number, gradients: number): Recipe =>
  realEnds({
    source: "https://github.com/tensorpack/tensorpack/tree/master/examples/DoReFa-Net",
    hidden: {
      inputQuantizer: { name: "uniform", options: { bits: activations } },
      kernelQuantizer:
        weights === 1
          ? { name: "scaled-sign", options: { scaleAxis: "tensor" } }
          : { name: "normalized-tanh", options: { bits: weights } },
      kernelClip: null,
      ...(gradients < 32 && { gradientBits: gradients }),
    },
  });

/** Weights, activations and gradients of any number of bits, in the presets' names in this order. */
export const dorefa: BinarizationSystem = {
  title: "DoReFa-Net",
  paper: {
    title:
      "DoReFa-Net: Training Low Bitwidth Convolutional Neural Networks with Low Bitwidth Gradients",
    authors: "Zhou, Wu, Ni, Zhou, Wen, Zou",
    year: 2016,
    url: "https://arxiv.org/abs/1606.06160",
  },
  presets: {
    "1-2-6": recipe(1, 2, 6),
    "1-1-32": recipe(1, 1, 32),
    "1-2-4": recipe(1, 2, 4),
    "2-2-32": recipe(2, 2, 32),
  },
};
