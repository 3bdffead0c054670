import * as tf from "@tensorflow/tfjs";
import { paddingMask } from "./attention-mask.ts";
import { encoderBlocks } from "./blocks.ts";
import { poolerName, scoresName } from "./describe-encoder.ts";
import { embedTokens } from "./embedding.ts";
import type { EncoderConfig } from "./encoder-config.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { TensorBlocks } from "./tensor-blocks.ts";
import type { TextBatch } from "./text-batch.ts";

/** What an encoder makes of a batch, with what teachers are compared by. */
export interface EncoderOutputs {
  /** `[size, outputs]` */
  readonly scores: tf.Tensor2D;
  /** Rows behind the embedding and behind each layer, `[size·length, features]`. */
  readonly hidden: readonly tf.Tensor2D[];
  /** Scores of each layer's attention before the softmax, −10⁹ at padding: `[heads, size, length, length]`. */
  readonly attentionScores: readonly tf.Tensor4D[];
}

/** Runs an encoder. */
export function runEncoder(
  pass: ForwardPass,
  config: EncoderConfig,
  batch: TextBatch,
): EncoderOutputs {
  const { ids, size, padding } = batch;
  const trace = { hidden: [], scores: [] };
  const traced = { ...pass, trace };
  const mask = paddingMask(ids, size, padding);
  const blocks = new TensorBlocks(traced, { size, mask });
  const rows = encoderBlocks(blocks, embedTokens(traced, { ids, size }));
  const pooled = pass.dropout(pool(rows, config, batch), config.dropout);
  const { precision, pooler } = config;
  const oneBit = { weights: precision.weights === 1, activations: precision.activations < 32 };
  const hidden = pooler
    ? tf.tanh<tf.Tensor2D>(
        blocks.dense(pooled, {
          name: poolerName,
          outFeatures: config.features,
          ...{ bias: true, oneBit },
        }),
      )
    : pooled;
  const scores = blocks.dense(hidden, {
    name: scoresName,
    outFeatures: config.outputs,
    bias: true,
    oneBit: { weights: false, activations: false },
  });
  return { scores, hidden: trace.hidden, attentionScores: trace.scores };
}

/** The first row of each text, or the mean of those that are no padding. */
function pool(
  rows: tf.Tensor2D,
  { pooling, features }: EncoderConfig,
  { ids, size, length, padding }: TextBatch,
): tf.Tensor2D {
  const texts = tf.reshape<tf.Rank.R3>(rows, [size, length, features]);
  if (pooling === "first") {
    return tf.reshape(tf.slice(texts, [0, 0, 0], [size, 1, features]), [size, features]);
  }
  const present = Float32Array.from(ids, (id) => (id === padding ? 0 : 1));
  const weights = tf.tensor2d(present, [size, length]);
  const counts = tf.sum(weights, 1, true);
  const shares = tf.reshape(tf.div(weights, counts), [size, 1, length]);
  return tf.reshape(tf.matMul(shares, texts), [size, features]);
}
