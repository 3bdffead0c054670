import * as tf from "@tensorflow/tfjs";
import type { Projections } from "./blocks.ts";
import type { DenseInput, ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";

/** Keys and values of one attention: `[heads, size, length, headFeatures]`. */
export interface KeyValue {
  readonly key: tf.Tensor4D;
  readonly value: tf.Tensor4D;
}

export interface ProjectionOptions extends Projections {
  /** Sentences in the batch. */
  readonly size: number;
}

/** Projects rows to heads, all roles by one product.
 *  @returns one tensor `[heads, size, length, headFeatures]` for each role */
export function projectToHeads(
  pass: ForwardPass,
  input: DenseInput,
  { prefix, roles, oneBit, norms, size }: ProjectionOptions,
): tf.Tensor4D[] {
  const { heads, features } = pass.config;
  const name = `${prefix}/${roles.join("-")}`;
  const projected = pass.arithmetic.dense(input, {
    name,
    binaryWeights: oneBit.weights,
    bias: false,
    nodes: roles.map((role) => `${prefix}/${role}`),
  });
  const rows = projected.shape[0];
  const headFeatures = features / heads;
  const groups = roles.length * heads;
  const byHead = tf.transpose(tf.reshape(projected, [rows, groups, headFeatures]), [1, 0, 2]);
  const shape: [number, number, number, number] = [heads, size, rows / size, headFeatures];
  return unstackHeads(byHead, roles.length).map((x, index) => {
    const projection = tf.reshape<tf.Rank.R4>(x, shape);
    return norms ? normalize(pass, projection, `${prefix}/${roles[index]}-norm`) : projection;
  });
}

/** `[count·heads, rows, headFeatures]` as `count` tensors. */
function unstackHeads(byHead: tf.Tensor, count: number): tf.Tensor[] {
  if (count === 1) return [byHead];
  const [groups, rows, headFeatures] = byHead.shape;
  return tf.unstack(tf.reshape(byHead, [count, groups / count, rows, headFeatures]), 0);
}

/** What an attention reads beside its queries. */
export interface AttendOptions extends KeyValue {
  /** Added to the scores `[heads, size, queries, keys]`; absent: every key is seen. */
  readonly mask?: tf.Tensor;
  /** Whether both products are of one bit. */
  readonly binary: boolean;
}

/** `softmax(q kᵀ/√headFeatures + mask)·v`, heads side by side again: `[size·length, features]`. */
export function attend(
  pass: ForwardPass,
  query: tf.Tensor4D,
  { key, value, mask, binary }: AttendOptions,
): tf.Tensor2D {
  const [heads, size, length, headFeatures] = query.shape;
  const quantizer = pass.quantizers.activations;
  const operand = (x: tf.Tensor4D): tf.Tensor4D => (binary ? quantizer.quantize(x) : x);
  const products = tf.matMul(operand(query), operand(key), false, true);
  const scores = tf.mul<tf.Tensor4D>(products, 1 / Math.sqrt(headFeatures));
  const probabilities = tf.softmax<tf.Tensor4D>(mask ? tf.add(scores, mask) : scores);
  const weights = binary ? maskKeys(quantizer.quantize(probabilities), mask) : probabilities;
  const kept = pass.dropout(weights, pass.config.attentionDropout ?? 0);
  const context = tf.matMul(kept, operand(value));
  const byHead = tf.reshape(context, [heads, size * length, headFeatures]);
  return tf.reshape(tf.transpose(byHead, [1, 0, 2]), [size * length, heads * headFeatures]);
}

/** One-bit probabilities, 0 at masked keys. The greatest of a row is over the keys that are seen, as their sum is 1. */
function maskKeys(binarized: tf.Tensor4D, mask: tf.Tensor | undefined): tf.Tensor4D {
  return mask ? tf.mul(binarized, tf.step(tf.add(mask, 1))) : binarized;
}
