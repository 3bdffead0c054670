import * as tf from "@tensorflow/tfjs";
import { bernoulli } from "./bernoulli.ts";
import { checkOneOf } from "./check-options.ts";
import { type DrawnDigit, drawnDigitQuantizer } from "./drawn-digit-quantizer.ts";
import type { Paper, Quantizer } from "./quantizer.ts";
import type { SignEstimatorOptions } from "./sign-estimator.ts";
import { signs } from "./signs.ts";
import { signsBeyond } from "./signs-beyond.ts";

export interface StochasticTernaryQuantizerOptions extends SignEstimatorOptions {
  /** W₀ of the values −W₀, 0, +W₀; default 1. */
  readonly magnitude?: number;
  /** What it gives outside of training: "nearest": the nearest of the values, 0 of two that are; "real": x itself.
   *  Default "nearest". */
  readonly evaluation?: (typeof ternaryEvaluations)[number];
}

/** What {@link stochasticTernaryQuantizer} may give outside of training. */
export const ternaryEvaluations = ["nearest", "real"] as const;

const paper: Paper = {
  title: "Neural Networks with Few Multiplications",
  authors: "Lin, Courbariaux, Memisevic, Bengio",
  year: 2016,
  url: "https://arxiv.org/abs/1510.03009",
  section: "§3.2",
};

/** Ternary digit that is drawn in training: 0 or the sign, the surer the further x is from 0.
 *
 *  In training `q(x) = W₀·sign(x)` with the probability `clip(|x|/W₀, 0, 1)`, else 0, so that the mean of q is x clipped to
 *  ±W₀; elsewhere the nearest of the three, or x. `∂q/∂x ≈` the slope of {@link SignEstimatorOptions} at x,
 *  "straight-through" if nothing else is said. W₀ of the paper is `glorotBound(fanIn, fanOut)`.
 *
 *  Lin et al. 2016, https://arxiv.org/abs/1510.03009, §3.2
 *  @throws RangeError if there is no such `evaluation`, estimator or boundary, or a constant is not positive and finite. */
export function stochasticTernaryQuantizer({
  magnitude = 1,
  evaluation = "nearest",
  estimator = "straight-through",
  ...constants
}: StochasticTernaryQuantizerOptions = {}): Quantizer {
  const where = "stochasticTernaryQuantizer";
  checkOneOf(where, "evaluation", evaluation, ternaryEvaluations);
  return drawnDigitQuantizer(where, drawnTernary, {
    magnitude,
    evaluation,
    estimator,
    ...constants,
  });
}

const drawnTernary: DrawnDigit = {
  name: "stochastic-ternary",
  digit: "ternary",
  paper,
  drawn: (share, seed) =>
    tf.mul(signs(share), bernoulli(tf.clipByValue(tf.abs(share), 0, 1), seed)),
  nearest: (x, magnitude) => signsBeyond(x, magnitude / 2),
};
