import { bipolar, type Code, float32 } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { bernoulli } from "./bernoulli.ts";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, QuantizeCall, Quantizer } from "./quantizer.ts";
import { realEncoding } from "./real-encoding.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
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
  checkPositive(where, "magnitude", magnitude);
  checkOneOf(where, "evaluation", evaluation, signEvaluations);
  const gradient = signGradient(where, { estimator, ...constants });
  const encode = (x: tf.Tensor): Encoding =>
    evaluation === "real"
      ? realEncoding(x)
      : [{ digits: tf.tidy(() => signs(x)), scale: tf.scalar(magnitude) }];
  const drawn = (x: tf.Tensor, seed?: number): tf.Tensor => {
    const probability = tf.clipByValue(tf.mul(tf.add(tf.div(x, magnitude), 1), 0.5), 0, 1);
    return tf.mul(tf.sub(tf.mul(bernoulli(probability, seed), 2), 1), magnitude);
  };
  return {
    name: "stochastic-sign",
    options: { magnitude, evaluation, ...gradient.options },
    code: codeOf(magnitude, evaluation),
    paper,
    estimator: gradient.estimator,
    isStochastic: true,
    encode,
    quantize<R extends tf.Rank>(
      x: tf.Tensor<R>,
      { training = false, seed }: QuantizeCall = {},
    ): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => {
          const value = training ? drawn(x, seed) : decodeTerms(encode(x));
          return { value: tf.reshape<R>(value, x.shape), saved: [x] };
        },
        backward: (upstream, [input]) => [gradient.through(upstream, input)],
      });
    },
  };
}

function codeOf(magnitude: number, evaluation: string): Code {
  if (evaluation === "real") return float32;
  return magnitude === 1 ? bipolar : [{ digit: "bipolar", scale: magnitude }];
}
