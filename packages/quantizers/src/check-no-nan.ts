import type * as tf from "@tensorflow/tfjs";

/** Reads a tensor back and refuses NaN. A synchronous read: for tests, start-up and export, not for a training step.
 *  @throws RangeError naming the row-major index of the first NaN. */
export function checkNoNaN(where: string, x: tf.Tensor): void {
  const index = x.dataSync().findIndex((value) => Number.isNaN(value));
  if (index >= 0)
    throw new RangeError(`${where}: value at index ${index} must be a number, got NaN`);
}
