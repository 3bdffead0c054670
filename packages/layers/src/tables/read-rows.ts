import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** Rows of a matrix, `y[s] = x[rows[s]]`; a row that is read more than once has the sum of their gradients.
 *  @param x  [height, columns]
 *  @param rows  int32 [count]
 *  @returns [count, columns] */
export function readRows(x: tf.Tensor, rows: tf.Tensor): tf.Tensor {
  const { shape } = x;
  return withCustomGradient([x], {
    forward: () => ({ value: tf.gather(x, rows), saved: [rows] }),
    backward: (gradient, [read]) => [addAt(read, gradient, shape)],
  });
}

/** Zeros of a shape, with rows, or numbers, of `values` added at their places.
 *  @param places  int32 [count], of the first axis of the shape
 *  @param values  [count, …] */
export function addAt(places: tf.Tensor, values: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return tf.scatterND(tf.reshape(places, [-1, 1]), values, [...shape]);
}
