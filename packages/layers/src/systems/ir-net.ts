import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

const sign = { name: "sign", options: { estimator: "tanh" } };

const schedule = { parameter: "sharpness", first: 0.1, last: 10 };

/** IR-Net: centred weights, and a derivative that closes in on that of the sign; with weights that are balanced and
 *  standardized for each output, and scaled by a power of two. */
export const irNet: BinarizationSystem = {
  title: "IR-Net",
  paper: {
    title: "Forward and Backward Information Retention for Accurate Binary Neural Networks",
    authors: "Qin, Gong, Liu, Shen, Wei, Yu, Song",
    year: 2020,
    url: "https://arxiv.org/abs/1909.10788",
  },
  presets: {
    "ir-net": realEnds({
      source: "§3",
      hidden: {
        inputQuantizer: sign,
        kernelQuantizer: sign,
        kernelCentring: true,
        kernelClip: null,
        padValue: 1,
      },
      schedule,
    }),
    libra: realEnds({
      source: "§3.2; https://github.com/htqin/IR-Net",
      hidden: {
        inputQuantizer: sign,
        kernelQuantizer: "standardized-sign",
        kernelClip: null,
        padValue: 1,
      },
      schedule,
    }),
  },
};
