import { type Code, float32, ternary } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { bernoulli } from "./bernoulli.ts";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, QuantizeCall, Quantizer } from "./quantizer.ts";
import { realEncoding } from "./real-encoding.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
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
  checkPositive(where, "magnitude", magnitude);
  checkOneOf(where, "evaluation", evaluation, ternaryEvaluations);
  const gradient = signGradient(where, { estimator, ...constants });
  const encode = (x: tf.Tensor): Encoding =>
    evaluation === "real"
      ? realEncoding(x)
      : [{ digits: tf.tidy(() => signsBeyond(x, magnitude / 2)), scale: tf.scalar(magnitude) }];
  return {
    name: "stochastic-ternary",
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
          const value = training ? drawn(x, magnitude, seed) : decodeTerms(encode(x));
          return { value: tf.reshape<R>(value, x.shape), saved: [x] };
        },
        backward: (upstream, [input]) => [gradient.through(upstream, input)],
      });
    },
  };
}

function drawn(x: tf.Tensor, magnitude: number, seed?: number): tf.Tensor {
  const probability = tf.clipByValue(tf.div(tf.abs(x), magnitude), 0, 1);
  return tf.mul(tf.mul(signs(x), bernoulli(probability, seed)), magnitude);
}

function codeOf(magnitude: number, evaluation: string): Code {
  if (evaluation === "real") return float32;
  return magnitude === 1 ? ternary : [{ digit: "ternary", scale: magnitude }];
}
