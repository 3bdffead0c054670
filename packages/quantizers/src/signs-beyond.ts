import * as tf from "@tensorflow/tfjs";

/** The sign where |x| > Δ, else 0. A NaN stays a NaN. */
export function signsBeyond(x: tf.Tensor, delta: tf.Tensor | number): tf.Tensor {
  return tf.sub(tf.step(tf.sub(x, delta)), tf.step(tf.neg(tf.add(x, delta))));
}

/** The sign where |x| ≥ Δ, else 0; 0 for 0. A NaN stays a NaN. */
export function signsFrom(x: tf.Tensor, delta: tf.Tensor | number): tf.Tensor {
  return tf.sub(tf.step(tf.add(delta, x)), tf.step(tf.sub(delta, x)));
}
