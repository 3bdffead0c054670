import * as tf from "@tensorflow/tfjs";

/** Keeps the values of a variable in −limit … limit after each assignment: BNN's clipping of latent weights, which beyond
 *  the limit would drift without ever changing their sign.
 *
 *  Whoever assigns, an optimizer, too: TensorFlow.js applies a layer's own constraint in `setWeights` alone.
 *  @throws TypeError if it is no variable. */
export function clipLatent(variable: tf.Tensor, limit: number): void {
  if (!(variable instanceof tf.Variable)) {
    throw new TypeError("clipLatent: variable must be a tf.Variable");
  }
  const assign = variable.assign.bind(variable);
  const assignClipped = (value: tf.Tensor): void =>
    tf.tidy(() => assign(tf.clipByValue(value, -limit, limit)));
  variable.assign = assignClipped;
  assignClipped(variable);
}
