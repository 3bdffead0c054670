import { realEnds } from "./common-products.ts";
import type { BinarizationSystem } from "./recipe.ts";

/** Weights 0 and 1, a sum of some of the inputs, or −1 and +1, a sum of inputs with their signs changed. */
export const oneBitWeights: BinarizationSystem = {
  title: "One-bit weights",
  paper: {
    title: "BinaryConnect: Training Deep Neural Networks with binary weights during propagations",
    authors: "Courbariaux, Bengio, David",
    year: 2015,
    url: "https://arxiv.org/abs/1511.00363",
  },
  presets: {
    "zero-one": realEnds({
      source: "https://www.aussieai.com/research/binary-quantization",
      hidden: { kernelQuantizer: "heaviside" },
      activation: "relu",
    }),
    "plus-minus-one": realEnds({
      source: "https://www.aussieai.com/research/binary-quantization",
      hidden: { kernelQuantizer: "clipped-sign" },
      activation: "relu",
    }),
  },
};
