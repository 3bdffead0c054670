import * as tf from "@tensorflow/tfjs";
import { bernoulli } from "./bernoulli.ts";
import { checkOneOf } from "./check-options.ts";
import { type DrawnDigit, drawnDigitQuantizer } from "./drawn-digit-quantizer.ts";
import type { Paper, Quantizer } from "./quantizer.ts";
import type { SignEstimatorOptions } from "./sign-estimator.ts";
import { signs } from "./signs.ts";

export interface StochasticSignQuantizerOptions extends SignEstimatorOptions {
  /** H of the values ±H; default 1. */
  readonly magnitude?: number;
  /** What it gives outside of training: "sign": ±H; "real": x itself, as BinaryConnect's code does. Default "sign". */
  readonly evaluation?: (typeof signEvaluations)[number];
}

/** What {@link stochasticSignQuantizer} may give outside of training. */
export const signEvaluations = ["sign", "real"] as const;

const paper: Paper = {
  title: "BinaryConnect: Training Deep Neural Networks with binary weights during propagations",
  authors: "Courbariaux, Bengio, David",
  year: 2015,
  url: "https://arxiv.org/abs/1511.00363",
  section: "§2.2",
};

/** Sign that is drawn in training, the surer the further x is from 0.
 *
 *  In training `q(x) = +H` with the probability `clip((x/H + 1)/2, 0, 1)`, else `−H`, so that the mean of q is x clipped to
 *  ±H; elsewhere `H·(−1 if x < 0 else +1)`, or x. `∂q/∂x ≈` the slope of {@link SignEstimatorOptions} at x,
 *  "straight-through" if nothing else is said: weights are to be clipped to ±H, and activations of BNN have a hard tanh
 *  before them or `estimator: "clipped"`.
 *
 *  Courbariaux et al. 2015, https://arxiv.org/abs/1511.00363; of activations: Courbariaux et al. 2016,
 *  https://arxiv.org/abs/1602.02830; with half of Glorot's bound as H: Lin et al. 2016, https://arxiv.org/abs/1510.03009
 *  @throws RangeError if there is no such `evaluation`, estimator or boundary, or a constant is not positive and finite. */
export function stochasticSignQuantizer({
  magnitude = 1,
  evaluation = "sign",
  estimator = "straight-through",
  ...constants
}: StochasticSignQuantizerOptions = {}): Quantizer {
  const where = "stochasticSignQuantizer";
  checkOneOf(where, "evaluation", evaluation, signEvaluations);
  return drawnDigitQuantizer(where, drawnSign, { magnitude, evaluation, estimator, ...constants });
}

const drawnSign: DrawnDigit = {
  name: "stochastic-sign",
  digit: "bipolar",
  paper,
  drawn(share, seed) {
    const probability = tf.clipByValue(tf.mul(tf.add(share, 1), 0.5), 0, 1);
    return tf.sub(tf.mul(bernoulli(probability, seed), 2), 1);
  },
  nearest: (x) => signs(x),
};
