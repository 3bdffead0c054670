import * as tf from "@tensorflow/tfjs";
import { isBinarized } from "./config.ts";
import type { DenseInput, ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";

/** Keys and values of one attention: `[heads, size, length, headFeatures]`. */
export interface KeyValue {
  readonly key: tf.Tensor4D;
  readonly value: tf.Tensor4D;
}

/** Which stack of projections to apply to an input. */
export interface ProjectionOptions {
  readonly prefix: string;
  /** Names of the stacked projections, e.g. `["key", "value"]`. */
  readonly roles: readonly string[];
  /** Sentences in the batch. */
  readonly size: number;
}

/** Projects rows to heads: `LN_head(BiDense(x))` for each role (Zhang et al. 2023, §3; the norm only with extra norms).
 *  @returns one tensor `[heads, size, length, headFeatures]` for each role */
export function projectToHeads(
  pass: ForwardPass,
  input: DenseInput,
  { prefix, roles, size }: ProjectionOptions,
): tf.Tensor4D[] {
  const { config, step } = pass;
  const { heads, features, extraNorms } = config;
  const name = `${prefix}/${roles.join("-")}`;
  const projected = pass.arithmetic.dense(input, {
    name,
    binaryWeights: isBinarized(config.binarize.attentionWeights, step),
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
    return extraNorms ? normalize(pass, projection, `${prefix}/${roles[index]}-norm`) : projection;
  });
}

/** `[count·heads, rows, headFeatures]` as `count` tensors. */
function unstackHeads(byHead: tf.Tensor, count: number): tf.Tensor[] {
  if (count === 1) return [byHead];
  const [groups, rows, headFeatures] = byHead.shape;
  return tf.unstack(tf.reshape(byHead, [count, groups / count, rows, headFeatures]), 0);
}

/** `softmax(q kᵀ/√headFeatures + mask)·v`, heads side by side again: `[size·length, features]`.
 *  @param mask  added to the scores `[heads, size, queries, keys]`; absent: every key is seen */
export function attend(
  pass: ForwardPass,
  query: tf.Tensor4D,
  { key, value, mask }: KeyValue & { readonly mask?: tf.Tensor },
): tf.Tensor2D {
  const [heads, size, length, headFeatures] = query.shape;
  const binary = isBinarized(pass.config.binarize.einsums, pass.step);
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

/** Output projection: `LN(BiDense(ctx)) + ctx` with extra norms, `Dense(ctx)` without; then dropout and the residual. */
export function projectOutput(
  pass: ForwardPass,
  residual: tf.Tensor2D,
  { prefix, context }: { readonly prefix: string; readonly context: tf.Tensor2D },
): tf.Tensor2D {
  const { config, step } = pass;
  const { attentionOutputActivations, attentionWeights } = config.binarize;
  const input = pass.arithmetic.prepare(context, isBinarized(attentionOutputActivations, step));
  const projected = pass.arithmetic.dense(input, {
    name: `${prefix}/output`,
    binaryWeights: isBinarized(attentionWeights, step),
    bias: false,
  });
  const output = config.extraNorms
    ? tf.add<tf.Tensor2D>(normalize(pass, projected, `${prefix}/output-norm`), context)
    : projected;
  return tf.add(residual, pass.dropout(output, config.dropout));
}
