import { sinusoidalPositions } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import type { ForwardPass } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import { positionsParameter } from "./parameter-shapes.ts";

/** Token ids of a batch, `[size, length]` row-major. */
export interface Tokens {
  readonly ids: Int32Array;
  readonly size: number;
  /** Position of the first token of each row; default 0. */
  readonly start?: number;
}

/** `√d·table[id] + position`, or with learned positions `table[id] + position`; then dropout in a pre-LN stack: `[size·length, d]`.
 *  @throws RangeError if a row is longer than the configuration's maximum */
export function embedTokens(pass: ForwardPass, { ids, size, start = 0 }: Tokens): tf.Tensor2D {
  const { features, maximumLength, positions } = pass.config;
  const length = ids.length / size;
  if (start + length > maximumLength) {
    throw new RangeError(
      `embedTokens: length (${start + length}) must be at most maximumLength (${maximumLength})`,
    );
  }
  const rows = tf.gather<tf.Tensor2D>(pass.arithmetic.table(), tf.tensor1d(ids, "int32"));
  const scaled = positions === "learned" ? rows : tf.mul<tf.Tensor2D>(rows, Math.sqrt(features));
  return addPositions(pass, scaled, size, start);
}

/** `rows + position`, then dropout in a pre-LN stack: `[size·length, d]`. */
export function addPositions(
  pass: ForwardPass,
  rows: tf.Tensor2D,
  size: number,
  start = 0,
): tf.Tensor2D {
  const { features, dropout, positions, normalization } = pass.config;
  const length = rows.shape[0] / size;
  const added =
    positions === "learned"
      ? tf.slice(asMatrix(pass.parameter(positionsParameter)), [start, 0], [length, features])
      : sinusoidalRows(start, length, features);
  const embedded = tf.add(tf.reshape(rows, [size, length, features]), added);
  const flat = tf.reshape<tf.Rank.R2>(embedded, [size * length, features]);
  return normalization === "after" ? flat : pass.dropout(flat, dropout);
}

function sinusoidalRows(start: number, length: number, features: number): tf.Tensor2D {
  const positions = sinusoidalPositions(start + length, features).subarray(start * features);
  return tf.tensor2d(positions, [length, features]);
}
