import * as tf from "@tensorflow/tfjs";

/** The multilinear extension of truth tables: `y = Σ_a t_a Π_j (x_j if bit j of a is set, else 1 − x_j)`, folded in half by each input, the
 *  last first.
 *  @param tables  [tables, 2ⁿ]
 *  @param inputs  n values in 0 … 1, [tables, samples] each
 *  @returns [tables, samples] */
export function multilinear(tables: tf.Tensor, inputs: readonly tf.Tensor[]): tf.Tensor {
  const folded = inputs.reduceRight(
    (table, x) => {
      const [low, high] = tf.split(table, 2);
      return tf.add(low, tf.mul(tf.sub(high, low), x));
    },
    tf.expandDims(tf.transpose(tables), 2),
  );
  return tf.squeeze(folded, [0]);
}
