import type * as tf from "@tensorflow/tfjs";

/** The tensor that a layer of one input is called on.
 *  @throws RangeError if there are more. */
export function singleTensor(where: string, inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  if (!Array.isArray(inputs)) return inputs;
  if (inputs.length === 1) return inputs[0];
  throw new RangeError(`${where}: there must be one input, got ${inputs.length}`);
}

/** The shape of the input of such a layer, the batch first.
 *  @throws RangeError if there are more. */
export function singleShape(where: string, shape: tf.Shape | tf.Shape[]): tf.Shape {
  if (isShape(shape)) return shape;
  if (shape.length === 1) return shape[0];
  throw new RangeError(`${where}: there must be one input, got ${shape.length}`);
}

function isShape(shape: tf.Shape | tf.Shape[]): shape is tf.Shape {
  return !shape.some((entry) => Array.isArray(entry));
}
