import { type Code, type Digit, float32 } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkPositive } from "./check-options.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, QuantizeCall, Quantizer } from "./quantizer.ts";
import { realEncoding } from "./real-encoding.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";

/** A digit that is drawn in training. */
export interface DrawnDigit {
  /** Of the quantizer. */
  readonly name: string;
  readonly digit: Digit;
  readonly paper: Paper;
  /** In training, of x/magnitude. */
  drawn(share: tf.Tensor, seed: number | undefined): tf.Tensor;
  /** Outside of training. */
  nearest(x: tf.Tensor, magnitude: number): tf.Tensor;
}

/** `magnitude·digit`, the digit drawn in training; elsewhere the nearest, or x itself where the evaluation is "real".
 *  @throws RangeError if there is no such estimator or boundary, or a constant is not positive and finite. */
export function drawnDigitQuantizer(
  where: string,
  { name, digit, paper, drawn, nearest }: DrawnDigit,
  {
    magnitude,
    evaluation,
    ...estimatorOptions
  }: SignEstimatorOptions & { readonly magnitude: number; readonly evaluation: string },
): Quantizer {
  checkPositive(where, "magnitude", magnitude);
  const gradient = signGradient(where, estimatorOptions);
  const isReal = evaluation === "real";
  const scaled: Code = magnitude === 1 ? [{ digit }] : [{ digit, scale: magnitude }];
  const encode = (x: tf.Tensor): Encoding =>
    isReal
      ? realEncoding(x)
      : [{ digits: tf.tidy(() => nearest(x, magnitude)), scale: tf.scalar(magnitude) }];
  return {
    name,
    options: { magnitude, evaluation, ...gradient.options },
    code: isReal ? float32 : scaled,
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
          const value = training
            ? tf.mul(drawn(tf.div(x, magnitude), seed), magnitude)
            : decodeTerms(encode(x));
          return { value: tf.reshape<R>(value, x.shape), saved: [x] };
        },
        backward: (upstream, [input]) => [gradient.through(upstream, input)],
      });
    },
  };
}
