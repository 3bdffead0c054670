import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (bases: number, shifts: readonly number[]): Recipe =>
  realEnds({
    source: "§3",
    hidden: {
      inputQuantizer: { name: "shifted-bases", options: { shifts } },
      kernelQuantizer: { name: "least-squares-bases", options: { bases } },
      padValue: "quantized-zero",
    },
  });

const notebook: Recipe = realEnds({
  source: "https://github.com/layog/Accurate-Binary-Convolution-Network",
  hidden: {
    inputQuantizer: { name: "shifted-bases", options: { shifts: [0, 0, 0] } },
    kernelQuantizer: { name: "least-squares-bases", options: { bases: 3, scaleAxis: "tensor" } },
    padValue: "quantized-zero",
    useBias: true,
    biasScale: "scale-sums",
  },
});

/** Weights that are sums of M signs with solved scales, activations of N signs with learned shifts and scales. */
export const abcNet: BinarizationSystem = {
  title: "ABC-Net",
  paper: {
    title: "Towards Accurate Binary Convolutional Neural Network",
    authors: "Lin, Zhao, Pan",
    year: 2017,
    url: "https://arxiv.org/abs/1711.11294",
  },
  presets: {
    "3-3": recipe(3, [0, 1.5, -1.5]),
    "1-1": recipe(1, [0]),
    "5-5": recipe(5, [-3.5, -2.5, -1.5, 0, 2.5]),
    "3-3-notebook": notebook,
  },
};
