import { checkIntegerBetween } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { levelIndex } from "./uniform-levels.ts";

/** What {@link quantizeGradient} adds before it rounds. */
export const gradientNoises = ["uniform", "none"] as const;

export interface QuantizeGradientOptions {
  /** 2^bits levels of a gradient, 1 to 31 bits. */
  readonly bits: number;
  /** "uniform": between half a step down and half a step up, so that the mean of the rounded gradient is the gradient;
   *  "none": nothing. Default "uniform". */
  readonly noise?: (typeof gradientNoises)[number];
  /** Of the noise; default another one each time. */
  readonly seed?: number;
}

/** The identity, whose gradient is rounded to few levels: DoReFa-Net puts it behind a quantized layer.
 *
 *  For each sample, the first axis, with `m = max|g|` over the rest and `n = 2^bits − 1`:
 *  `g ↦ 2m·(round(n·clip(g/(2m) + ½ + u, 0, 1))/n − ½)`, u uniform in ±½/n, ties to even; a gradient that is all 0 stays so.
 *
 *  Zhou et al. 2016, https://arxiv.org/abs/1606.06160, §2.4
 *  @throws RangeError if `bits` is no integer in 1 … 31 or there is no such `noise`. */
export function quantizeGradient<R extends tf.Rank>(
  x: tf.Tensor<R>,
  { bits, noise = "uniform", seed }: QuantizeGradientOptions,
): tf.Tensor<R> {
  checkIntegerBetween("quantizeGradient", "bits", bits, 1, 31);
  checkOneOf("quantizeGradient", "noise", noise, gradientNoises);
  return withCustomGradient<R>([x], {
    forward: () => ({ value: tf.clone(x), saved: [] }),
    backward: (gradient) => [rounded(gradient, bits, noise, seed)],
  });
}

function rounded(gradient: tf.Tensor, bits: number, noise: string, seed?: number): tf.Tensor {
  const n = 2 ** bits - 1;
  const axes = Array.from({ length: Math.max(0, gradient.rank - 1) }, (_, i) => i + 1);
  const greatest = tf.max(tf.abs(gradient), axes, true);
  const share = tf.add(tf.mul(tf.divNoNan(gradient, greatest), 0.5), 0.5);
  const shifted =
    noise === "none"
      ? share
      : tf.add(share, tf.randomUniform(gradient.shape, -0.5 / n, 0.5 / n, "float32", seed));
  const level = tf.div(levelIndex(tf.clipByValue(shifted, 0, 1), bits), n);
  return tf.add(tf.mul(tf.mul(tf.sub(level, 0.5), greatest), 2), 0);
}
