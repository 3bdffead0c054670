import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** PACT: activations clipped where it is learned, ±α weights. */
export const pact: BinarizationSystem = {
  title: "PACT",
  paper: {
    title: "PACT: Parameterized Clipping Activation for Quantized Neural Networks",
    authors: "Choi, Wang, Venkataramani, Chuang, Srinivasan, Gopalakrishnan",
    year: 2018,
    url: "https://arxiv.org/abs/1805.06085",
  },
  presets: {
    "two-bits": realEnds({
      source: "§3",
      hidden: {
        inputQuantizer: { name: "learned-clip", options: { bits: 2, clip: 3 } },
        kernelQuantizer: "scaled-sign",
      },
    }),
  },
};
