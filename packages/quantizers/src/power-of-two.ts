import * as tf from "@tensorflow/tfjs";
import { signs } from "./signs.ts";

const [leastExponent, greatestExponent] = [-149, 127];

/** The greatest float32 below √2, between which and the next one √2 is. */
const belowSquareRoot = Math.fround(Math.SQRT2);

/** `2^⌊log₂ m⌋` of positive float32 numbers, subnormal ones among them, exactly; of 0 the least power. */
export function floorPowerOfTwo(magnitude: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const powers = tf.tensor1d(
      Array.from(
        { length: greatestExponent - leastExponent + 1 },
        (_, i) => 2 ** (i + leastExponent),
      ),
    );
    const logarithm = tf.floor(tf.mul(tf.log(magnitude), Math.LOG2E));
    const exponent = tf.clipByValue(logarithm, leastExponent, greatestExponent);
    const index = tf.cast(tf.sub(exponent, leastExponent), "int32");
    // A logarithm of float32 is one off next to a power; the comparison is exact.
    const near = tf.gather(powers, index);
    const notAbove = tf.where(tf.greater(near, magnitude), tf.mul(near, 0.5), near);
    const next = tf.mul(notAbove, 2);
    const floor = tf.where(tf.lessEqual(next, magnitude), next, notAbove);
    return tf.maximum(floor, 2 ** leastExponent);
  });
}

/** `sign(x)·2^round(log₂|x|)`, 0 for 0: the power of two that is nearest in logarithm, AP2 of BNN's shift-based batch
 *  normalization. It goes up beyond √2 times a power. A NaN stays a NaN.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.4 */
export function nearestPowerOfTwo<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.tidy(() => {
    const magnitude = tf.abs(x);
    const floor = floorPowerOfTwo(magnitude);
    const isUp = tf.step(tf.sub(tf.div(magnitude, floor), belowSquareRoot));
    const power = tf.mul(tf.mul(floor, tf.add(isUp, 1)), tf.step(magnitude));
    return tf.reshape<R>(tf.mul(signs(x), power), x.shape);
  });
}
