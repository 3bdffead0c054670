import * as tf from "@tensorflow/tfjs";
import { withCustomGradient } from "./gradient/custom-gradient.ts";

/** The identity, whose gradient is multiplied with a constant that broadcasts: before a binary layer, with the mean
 *  magnitude of its weights, it is BMXNet v1's `scaling_mode="backward"`. */
export function multiplyGradient<R extends tf.Rank>(
  x: tf.Tensor<R>,
  factor: tf.Tensor | number,
): tf.Tensor<R> {
  return withCustomGradient<R>([x], {
    forward: () => ({ value: tf.clone(x), saved: [tf.add(factor, 0)] }),
    backward: (gradient, [kept]) => [tf.mul(gradient, kept)],
  });
}
