import * as tf from "@tensorflow/tfjs";

/** The binary digits of whole numbers 0 … 2^bits − 1, the lowest first. A NaN stays a NaN. */
export function binaryDigits(index: tf.Tensor, bits: number): tf.Tensor[] {
  return tf.tidy(() => {
    const shifted = (places: number): tf.Tensor => tf.floor(tf.div(index, 2 ** places));
    return Array.from({ length: bits }, (_, p) => tf.sub(shifted(p), tf.mul(shifted(p + 1), 2)));
  });
}
