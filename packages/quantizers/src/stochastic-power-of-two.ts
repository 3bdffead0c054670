import { checkIntegerBetween } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { bernoulli } from "./bernoulli.ts";
import { floorPowerOfTwo } from "./power-of-two.ts";
import { signs } from "./signs.ts";

export interface StochasticPowerOfTwoOptions {
  /** Least and greatest k; default none, of convolutions in the paper's code [−4, 3]. */
  readonly exponents?: readonly [least: number, greatest: number];
  /** Default another one each time. */
  readonly seed?: number;
}

/** A power of two next to each number, drawn so that its mean is the number: what a layer's input becomes in the gradient
 *  of its weights in quantized back-propagation, whose products are shifts then.
 *
 *  With `k = ⌊log₂|x|⌋`, `x ↦ sign(x)·2^(k + 1)` with the probability `clip(|x|/2^k − 1, 0, 1)`, else `sign(x)·2^k`; 0 for 0.
 *  With `exponents` k is clipped to them, and numbers beyond keep the mean no more. It has no gradient.
 *
 *  Lin et al. 2016, https://arxiv.org/abs/1510.03009, §3.3
 *  @throws RangeError unless `exponents` are rising integers in −149 … 126. */
export function stochasticPowerOfTwo<R extends tf.Rank>(
  x: tf.Tensor<R>,
  { exponents, seed }: StochasticPowerOfTwoOptions = {},
): tf.Tensor<R> {
  if (exponents) {
    const [least, greatest] = exponents;
    checkIntegerBetween("stochasticPowerOfTwo", "exponents[0]", least, -149, 126);
    checkIntegerBetween("stochasticPowerOfTwo", "exponents[1]", greatest, least, 126);
  }
  return tf.tidy(() => {
    const magnitude = tf.abs(x);
    const floor = floorPowerOfTwo(magnitude);
    const power = exponents ? tf.clipByValue(floor, 2 ** exponents[0], 2 ** exponents[1]) : floor;
    const probability = tf.clipByValue(tf.sub(tf.div(magnitude, power), 1), 0, 1);
    const drawn = tf.mul(power, tf.add(bernoulli(probability, seed), 1));
    return tf.reshape<R>(tf.mul(signs(x), tf.mul(drawn, tf.step(magnitude))), x.shape);
  });
}
