import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (options: Readonly<Record<string, number | string | readonly number[]>>): Recipe =>
  realEnds({
    source: "§3",
    hidden: {
      inputQuantizer: "clipped-sign",
      kernelQuantizer: { name: "heterogeneous-bits", options },
      padValue: 1,
    },
  });

/** Signs as activations, and weights of as many bits as each is worth; the presets are named by their average. */
export const hbnn: BinarizationSystem = {
  title: "HBNN",
  paper: {
    title: "Heterogeneous Bitwidth Binarization in Convolutional Neural Networks",
    authors: "Fromm, Patel, Philipose",
    year: 2018,
    url: "https://arxiv.org/abs/1805.10368",
  },
  presets: {
    "1.4": recipe({ averageBits: 1.4 }),
    "1.0": recipe({ shares: [1] }),
    "2.0": recipe({ shares: [0, 1] }),
    "3.0": recipe({ shares: [0, 0, 1] }),
  },
};
