import * as tf from "@tensorflow/tfjs";
import type { Projections } from "./blocks.ts";
import type { DenseInput, ForwardPass, ScaledOperand } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";
import {
  operandPlace,
  type Place,
  probabilityPlace,
  scalesRows,
  scorePlace,
} from "./placed-quantizer.ts";

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

/** Rows `[rows, features]` as `[heads, size, length, headFeatures]`. */
export function splitHeads(x: tf.Tensor2D, heads: number, size: number): tf.Tensor4D {
  const [rows, features] = x.shape;
  const byHead = tf.transpose(tf.reshape(x, [rows, heads, features / heads]), [1, 0, 2]);
  return tf.reshape<tf.Rank.R4>(byHead, [heads, size, rows / size, features / heads]);
}

/** What an attention reads beside its queries. */
export interface AttendOptions extends KeyValue {
  /** Prefix of its names. */
  readonly prefix: string;
  /** Added to the scores `[heads, size, queries, keys]`; absent: every key is seen. */
  readonly mask?: tf.Tensor;
  /** Whether both products are of few bits. */
  readonly binary: boolean;
}

/** `softmax(q kᵀ/√headFeatures + mask)·v`, heads side by side again: `[size·length, features]`. */
export function attend(
  pass: ForwardPass,
  query: tf.Tensor4D,
  { prefix, key, value, mask, binary }: AttendOptions,
): tf.Tensor2D {
  const [heads, size, length, headFeatures] = query.shape;
  const [q, k, v] = [
    operand(pass, query, { place: operandPlace(`${prefix}/query`), binary }),
    operand(pass, key, { place: operandPlace(`${prefix}/key`), binary }),
    operand(pass, value, { place: operandPlace(`${prefix}/value`), binary }),
  ];
  const products = tf.matMul(q.values, k.values, false, true);
  const scaled = tf.mul<tf.Tensor4D>(products, (q.scale * k.scale) / Math.sqrt(headFeatures));
  const scores = mask ? tf.add<tf.Tensor4D>(scaled, mask) : scaled;
  pass.trace?.scores.push(scores);
  const weights = attentionWeights(pass, scores, { prefix, mask, binary });
  const sums = tf.matMul(weights.values, v.values);
  const factor = weights.scale * v.scale;
  const context = factor === 1 ? sums : tf.mul(sums, factor);
  const byHead = tf.reshape(context, [heads, size * length, headFeatures]);
  return tf.reshape(tf.transpose(byHead, [1, 0, 2]), [size * length, heads * headFeatures]);
}

interface OperandOptions {
  readonly place: Place;
  readonly binary: boolean;
}

/** Queries, keys or values as they are multiplied: quantized here, or, by a quantizer with one scale for all, where each has a
 *  matrix of its own, before the rows are split into heads, so that only the scale is left. */
function operand(
  { arithmetic, config, quantizers: { operands, activations } }: ForwardPass,
  x: tf.Tensor4D,
  { place, binary }: OperandOptions,
): ScaledOperand<tf.Rank.R4> {
  if (!binary) return { values: x, scale: 1 };
  const isQuantized = config.separateProjections && !scalesRows(operands ?? activations);
  return isQuantized
    ? { values: x, scale: arithmetic.scaleOf(place) }
    : arithmetic.quantize(x, place);
}

/** What values are multiplied by. A quantizer of scores stands in the place of the softmax. A quantizer of probabilities stands behind dropout, or, where that is of scores, behind the
 *  softmax; without one that of rows stands before dropout, with 0 at masked keys. */
function attentionWeights(
  pass: ForwardPass,
  scores: tf.Tensor4D,
  {
    prefix,
    mask,
    binary,
  }: Pick<AttendOptions, "prefix" | "binary"> & { readonly mask: tf.Tensor | undefined },
): ScaledOperand<tf.Rank.R4> {
  const { attentionDropout: rate = 0, attentionDropoutOf = "probabilities" } = pass.config;
  const place = probabilityPlace(prefix);
  if (binary && pass.quantizers.scores) {
    return pass.arithmetic.quantize(pass.dropout(scores, rate), scorePlace(prefix));
  }
  if (attentionDropoutOf === "scores") {
    const probabilities = tf.softmax<tf.Tensor4D>(pass.dropout(scores, rate));
    return binary
      ? pass.arithmetic.quantize(probabilities, place)
      : { values: probabilities, scale: 1 };
  }
  const probabilities = tf.softmax<tf.Tensor4D>(scores);
  if (!binary) return { values: pass.dropout(probabilities, rate), scale: 1 };
  if (pass.quantizers.probabilities) {
    return pass.arithmetic.quantize(pass.dropout(probabilities, rate), place);
  }
  const { values, scale } = pass.arithmetic.quantize(probabilities, place);
  return { values: pass.dropout(maskKeys(values, mask), rate), scale };
}

/** Quantized probabilities, 0 at masked keys. The greatest of a row is over the keys that are seen, as their sum is 1. */
function maskKeys(quantized: tf.Tensor4D, mask: tf.Tensor | undefined): tf.Tensor4D {
  return mask ? tf.mul(quantized, tf.step(tf.add(mask, 1))) : quantized;
}
