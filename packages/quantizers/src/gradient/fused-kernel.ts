import * as tf from "@tensorflow/tfjs";

/** Runs a kernel that fuses several operations of tfjs, with its registered gradient, if the current backend has it.
 *  `@bnnkit/training-backend` registers such kernels for wasm; elsewhere the caller composes the operations itself.
 *  @returns the outputs, or undefined if there is no such kernel */
export function runFusedKernel(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, number | string>>,
): tf.Tensor[] | undefined {
  if (!tf.getKernel(name, tf.getBackend())) return undefined;
  const outputs = tf
    .engine()
    .runKernel<tf.Tensor | tf.Tensor[]>(name, { ...inputs }, { ...attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
}
