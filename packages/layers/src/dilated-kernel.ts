import type { Extent } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";

/** A kernel `[height, width, …]` with zeros between its taps, so that a convolution without dilation is the dilated one.
 *
 *  TensorFlow.js has no gradient of a dilated convolution, and no dilated one with strides. */
export function dilatedKernel(kernel: tf.Tensor4D, [down, across]: Extent): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, inputs, outputs] = kernel.shape;
  const taps = tf.reshape<tf.Rank.R5>(kernel, [height, 1, width, 1, inputs * outputs]);
  const spread = tf.pad(taps, [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const wide = tf.reshape<tf.Rank.R4>(spread, [height * down, width * across, inputs, outputs]);
  // No zeros behind the last tap.
  const size = [(height - 1) * down + 1, (width - 1) * across + 1, inputs, outputs] as const;
  return tf.slice(wide, [0, 0, 0, 0], [...size]);
}
