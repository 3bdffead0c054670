import * as tf from "@tensorflow/tfjs";

// exp(−1e9 − maximum) is exactly 0 in float32, so a masked key changes no bit of a result.
const masked = -1e9;

/** 0 for a token, −10⁹ for padding: `[size, 1, length]`, added to scores `[heads, size, queries, length]`. */
export function paddingMask(ids: Int32Array, size: number, padding: number): tf.Tensor3D {
  const values = Float32Array.from(ids, (id) => (id === padding ? masked : 0));
  return tf.tensor3d(values, [size, 1, ids.length / size]);
}

/** 0 where key ≤ query, −10⁹ after it: `[length, length]`. */
export function causalMask(length: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let query = 0; query < length; query++) {
    values.fill(masked, query * length + query + 1, (query + 1) * length);
  }
  return tf.tensor2d(values, [length, length]);
}
