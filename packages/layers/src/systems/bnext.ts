import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

const wide = { estimator: "clipped", clip: 1.5 } as const;

/** Signs whose products are multiplied with a gate and with what they were made of, and added to it. */
export const bnext: BinarizationSystem = {
  title: "BNext",
  paper: {
    title: "Join the High Accuracy Club on ImageNet with A Binary Neural Network Ticket",
    authors: "Guo, Bethge, Meinel, Yang",
    year: 2022,
    url: "https://arxiv.org/abs/2211.12933",
  },
  presets: {
    bnext: realEnds({
      source: "https://github.com/hpi-xnor/BNext",
      hidden: {
        inputQuantizer: { name: "shifted-sign", options: wide },
        kernelQuantizer: { name: "sign", options: wide },
        kernelClip: 1.5,
      },
      block: "recoupled",
      activation: "shifted-prelu",
      gate: { reduction: 8, kernelQuantizer: "int8-rows", kernelClip: null },
    }),
  },
};
