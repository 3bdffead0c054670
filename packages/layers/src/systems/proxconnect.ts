import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe } from "./recipe.ts";

const recipe = (
  forward: string,
  backward: string,
  schedule?: { readonly first: number; readonly last: number },
): Recipe =>
  realEnds({
    source: "§3",
    hidden: {
      inputQuantizer: "clipped-sign",
      kernelQuantizer: { name: "proximal", options: { forward, backward } },
      kernelClip: 1,
      padValue: 1,
    },
    ...(schedule && { schedule: { parameter: "mu", ...schedule } }),
  });

/** Pairs of a forward and a backward quantizer of weights that belong together, with a μ that grows until only signs are
 *  left. What is packed is signs. */
export const proxConnect: BinarizationSystem = {
  title: "ProxConnect++",
  paper: {
    title:
      "Understanding Neural Network Binarization with Forward and Backward Proximal Quantizers",
    authors: "Lu, Yu, Li, Partovi Nia",
    year: 2023,
    url: "https://arxiv.org/abs/2402.17710",
  },
  presets: {
    "bnn++": recipe("swish-sign", "swish-sign", { first: 5, last: 100 }),
    "bnn+": recipe("sign", "swish-sign"),
    "binary-connect": recipe("sign", "identity"),
    bnn: recipe("sign", "clipped"),
    proxquant: recipe("soft-threshold", "identity", { first: 0.001, last: 1 }),
    parq: recipe("piecewise-affine", "identity", { first: 1, last: 100 }),
  },
};
