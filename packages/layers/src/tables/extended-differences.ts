import { type DifferenceDecay, differenceSmoothing } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";

/** The extended finite differences of tables by each input at each address.
 *  @param tables  [tables, 2ⁿ]
 *  @returns [n, tables · 2ⁿ] */
export function extendedDifferences(
  tables: tf.Tensor,
  inputs: number,
  decay: DifferenceDecay,
): tf.Tensor {
  const smoothed = tf.transpose(tf.matMul(tables, smoothingMatrix(decay, inputs)));
  const differences = Array.from({ length: inputs }, (_, j) => {
    const places = Int32Array.from({ length: 2 ** inputs }, (__, address) => address | (1 << j));
    const set = tf.gather(smoothed, tf.tensor1d(places, "int32"));
    const others = tf.tensor1d(
      places.map((place) => place ^ (1 << j)),
      "int32",
    );
    return tf.transpose(tf.sub(set, tf.gather(smoothed, others)));
  });
  return tf.reshape(tf.stack(differences), [inputs, -1]);
}

const matrices = new Map<string, Float32Array>();

/** The smoothing of a table as the matrix that rows are multiplied with; smoothing is symmetric. */
function smoothingMatrix(decay: DifferenceDecay, inputs: number): tf.Tensor2D {
  const size = 2 ** inputs;
  const key = `${decay} ${inputs}`;
  const known = matrices.get(key);
  if (known) return tf.tensor2d(known, [size, size]);
  const smooth = differenceSmoothing(decay, inputs);
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const unit = new Float64Array(size);
    unit[row] = 1;
    smooth(unit);
    matrix.set(unit, row * size);
  }
  matrices.set(key, matrix);
  return tf.tensor2d(matrix, [size, size]);
}
