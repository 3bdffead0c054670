import * as tf from "@tensorflow/tfjs";

/** The greatest float32 below 1. */
const belowOne = 1 - 2 ** -24;

/** 1 with the probability that its element has, else 0; never where it is 0 and always where it is 1. A NaN stays a NaN.
 *  @param seed  default another one each time */
export function bernoulli(probability: tf.Tensor, seed?: number): tf.Tensor {
  return tf.tidy(() => {
    const drawn = tf.randomUniform(probability.shape, 0, 1, "float32", seed);
    // A number just below 1 may have been rounded up to it.
    return tf.step(tf.sub(probability, tf.clipByValue(drawn, 0, belowOne)));
  });
}
