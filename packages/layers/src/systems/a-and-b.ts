import { realEnds } from "./common-products.ts";
import type { BinarizationSystem, Recipe, RecipeProduct } from "./recipe.ts";

const shifts: RecipeProduct = { kernelQuantizer: "power-of-two", useBias: true };
/** Bytes as −1 … 1 less 2⁻⁷. */
const pixels = { scale: 2 ** -7, offset: -1 } as const;

const hidden: RecipeProduct = {
  // The slope of 2·σ(3x).
  inputQuantizer: {
    name: "shifted-sign",
    options: { estimator: "tanh", sharpness: 1.5, gain: 1 },
  },
  kernelQuantizer: {
    name: "scaled-sign",
    options: { estimator: "clipped", scaleRounding: "power-of-two" },
  },
};

const recipe = (own: Pick<Recipe, "source" | "hidden" | "normalization">): Recipe =>
  realEnds({
    ...own,
    pixels,
    first: { ...shifts, padValue: pixels.offset },
    last: shifts,
    block: "residual",
    activation: "power-of-two-prelu",
  });

/** Inference by additions and shifts: every scale and slope is a power of two, the kernels at both ends are, and what is multiplied
 *  in front of a sign goes into its threshold. */
export const aAndB: BinarizationSystem = {
  title: "A&B BNN",
  paper: {
    title: "A&B BNN: Add&Bit-Operation-Only Hardware-Friendly Binary Neural Network",
    authors: "Ma, Qiao, Liu, Meng, Ning, Liu, Hu",
    year: 2024,
    url: "https://arxiv.org/abs/2403.03739",
  },
  presets: {
    "normalizer-free": recipe({
      source: "https://github.com/Ruichen0424/AB-BNN",
      hidden: { ...hidden, inputMask: true, useBias: true },
      normalization: { momentum: 0.9, epsilon: 1e-4, omitted: true },
    }),
    "shift-normalized": recipe({
      source: "https://arxiv.org/abs/1602.02830, §1.4",
      hidden: { ...hidden, kernelQuantizer: "clipped-sign" },
      normalization: { momentum: 0.875, epsilon: 1e-5, byShifts: true },
    }),
  },
};
