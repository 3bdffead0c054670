import type * as tf from "@tensorflow/tfjs";

/** Each call of a layer behind those that it reads, up to the last. */
export function callsBefore(last: tf.SymbolicTensor): readonly tf.SymbolicTensor[] {
  const calls = new Set<tf.SymbolicTensor>();
  const visit = (tensor: tf.SymbolicTensor): void => {
    if (calls.has(tensor)) return;
    for (const input of tensor.inputs) visit(input);
    calls.add(tensor);
  };
  visit(last);
  return [...calls];
}
