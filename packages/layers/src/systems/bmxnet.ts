import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, RecipeProduct } from "./recipe.ts";

const first: RecipeProduct = {
  inputQuantizer: { name: "sign", options: { estimator: "clipped", clip: 0.5 } },
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  kernelClip: null,
  outputMap: "matches-straight-through",
  padValue: 1,
};

/** Mean |W| of the whole tensor behind the map: the scaling mode "forward". */
const scaled: RecipeProduct = {
  ...first,
  kernelQuantizer: { name: "scaled-sign", options: { scaleAxis: "tensor" } },
};

const second: RecipeProduct = {
  inputQuantizer: "clipped-sign",
  kernelQuantizer: { name: "sign", options: { estimator: "straight-through" } },
  kernelClip: null,
  outputMap: "matches",
  padValue: -1,
};

const twoBits: RecipeProduct = {
  inputQuantizer: { name: "uniform", options: { bits: 2 } },
  kernelQuantizer: { name: "normalized-tanh", options: { bits: 2 } },
  kernelClip: null,
};

/** Drop-in layers of 1 to 31 bits; those of one bit give the count of equal signs. */
export const bmxnet: BinarizationSystem = {
  title: "BMXNet",
  paper: {
    title: "BMXNet: An Open-Source Binary Neural Network Implementation Based on MXNet",
    authors: "Yang, Fritzsche, Bartz, Meinel",
    year: 2017,
    url: "https://arxiv.org/abs/1705.09864",
  },
  presets: {
    "bmxnet-v2": realEnds({ source: "https://github.com/hpi-xnor/BMXNet-v2", hidden: second }),
    "bmxnet-v1": realEnds({ source: "https://github.com/hpi-xnor/BMXNet", hidden: first }),
    // The signs are written over the latent weights, as its gradient update mode "bb" does.
    "bmxnet-v1-bb": realEnds({
      source: "https://github.com/hpi-xnor/BMXNet",
      hidden: { ...first, overwritesKernel: true },
    }),
    "bmxnet-v1-scaled": realEnds({
      source: "https://github.com/hpi-xnor/BMXNet",
      hidden: scaled,
    }),
    "two-bits": realEnds({ source: "https://github.com/hpi-xnor/BMXNet-v2", hidden: twoBits }),
  },
};
