import { sinusoidalPositions } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import type { ForwardPass } from "./forward-pass.ts";

/** Token ids of a batch, `[size, length]` row-major. */
export interface Tokens {
  readonly ids: Int32Array;
  readonly size: number;
  /** Position of the first token of each row; default 0. */
  readonly start?: number;
}

/** `√d·table[id] + position`, then dropout: `[size·length, d]`.
 *  @throws RangeError if a row is longer than the configuration's maximum */
export function embedTokens(pass: ForwardPass, { ids, size, start = 0 }: Tokens): tf.Tensor2D {
  const { features, maximumLength, dropout } = pass.config;
  const length = ids.length / size;
  if (start + length > maximumLength) {
    throw new RangeError(
      `embedTokens: length (${start + length}) must be at most maximumLength (${maximumLength})`,
    );
  }
  const rows = tf.gather(pass.arithmetic.table(), tf.tensor1d(ids, "int32"));
  const positions = sinusoidalPositions(start + length, features).subarray(start * features);
  const scaled = tf.reshape(tf.mul(rows, Math.sqrt(features)), [size, length, features]);
  const embedded = tf.add(scaled, tf.tensor2d(positions, [length, features]));
  return pass.dropout(tf.reshape<tf.Rank.R2>(embedded, [size * length, features]), dropout);
}
