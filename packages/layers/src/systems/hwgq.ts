import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (activations: { readonly bits: number } | { readonly levels: number }): Recipe =>
  realEnds({
    source: "https://github.com/zhaoweicai/hwgq",
    hidden: {
      inputQuantizer: { name: "half-wave-gaussian", options: { ...activations } },
      kernelQuantizer: "scaled-sign",
    },
    normalization: { momentum: 0.95, epsilon: 1e-4, affine: false },
  });

/** ±α weights and activations of few levels that fit the positive half of a normal distribution: the batch normalization
 *  behind which they stand learns neither scale nor shift. */
export const hwgq: BinarizationSystem = {
  title: "HWGQ",
  paper: {
    title: "Deep Learning with Low Precision by Half-wave Gaussian Quantization",
    authors: "Cai, He, Sun, Vasconcelos",
    year: 2017,
    url: "https://arxiv.org/abs/1702.00953",
  },
  presets: { "two-bits": recipe({ bits: 2 }), "one-bit": recipe({ bits: 1 }) },
};
