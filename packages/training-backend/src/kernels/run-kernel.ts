import * as tf from "@tensorflow/tfjs";

/** Runs a kernel with one output as an operation of tfjs, so that gradients pass through it. */
export function runOne(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number | string> = {},
): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(name, inputs, attributes);
}

/** Runs a kernel with several outputs as an operation of tfjs. */
export function runMany(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number | string> = {},
): tf.Tensor[] {
  return tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes);
}

/** The one gradient that a kernel with one output gets. */
export function onlyGradient(dy: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(dy) ? dy[0] : dy;
}
