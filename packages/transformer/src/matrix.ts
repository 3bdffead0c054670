import * as tf from "@tensorflow/tfjs";

/** The same tensor with the type of a matrix.
 *  @throws RangeError if it has another rank than 2. */
export function asMatrix(x: tf.Tensor): tf.Tensor2D {
  const [rows, columns] = x.shape;
  if (x.rank !== 2) throw new RangeError(`asMatrix: rank must be 2, got ${x.rank}`);
  return tf.reshape<tf.Rank.R2>(x, [rows, columns]);
}
