import * as tf from "@tensorflow/tfjs";

/** −1 where x < 0, else +1, zeros of both signs included; a NaN stays a NaN. */
export function signs<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.neg(negatedSigns(x));
}

/** +1 where x < 0, else −1: one operation less. */
export function negatedSigns<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  return tf.step(tf.neg(x), -1);
}
