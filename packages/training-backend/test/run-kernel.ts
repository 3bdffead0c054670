import * as tf from "@tensorflow/tfjs";

/** Outputs of a kernel run as an operation of tfjs. */
export function run(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number | string> = {},
): tf.Tensor[] {
  const outputs = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/** Deterministic numbers in (−1, 1). */
export function noise(count: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  });
}
