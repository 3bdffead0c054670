import * as tf from "@tensorflow/tfjs";

/** What a layer makes of symbolic tensors.
 *  @throws TypeError unless that is one. */
export function applied(
  layer: tf.layers.Layer,
  ...inputs: readonly [tf.SymbolicTensor, ...tf.SymbolicTensor[]]
): tf.SymbolicTensor {
  const y = layer.apply(inputs.length === 1 ? inputs[0] : [...inputs]);
  if (y instanceof tf.SymbolicTensor) return y;
  throw new TypeError(`${layer.name}: must have one symbolic output`);
}
