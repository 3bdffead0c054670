import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** `max(0, x)`; the derivative at 0 is 0. tfjs's own gradient passes through int32: two more passes. */
export function relu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return withCustomGradient<R>([x], {
    forward: () => {
      const value = tf.relu(x);
      return { value, saved: [value] };
    },
    backward: (gradient, [value]) => [tf.mul(gradient, tf.step(value))],
  });
}
