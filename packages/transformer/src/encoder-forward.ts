import * as tf from "@tensorflow/tfjs";
import { paddingMask } from "./attention-mask.ts";
import { encoderBlocks } from "./blocks.ts";
import { patchesName, poolerName, scoresName } from "./describe-encoder.ts";
import { addPositions, embedTokens } from "./embedding.ts";
import { type AnyEncoderConfig, readsImages } from "./encoder-config.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { type ImageBatch, patchesOf } from "./image-batch.ts";
import { TensorBlocks } from "./tensor-blocks.ts";
import type { TextBatch } from "./text-batch.ts";

/** What an encoder makes of a batch, with what teachers are compared by. */
export interface EncoderOutputs {
  /** `[size, outputs]` */
  readonly scores: tf.Tensor2D;
  /** What is pooled: the rows behind the last layer, normalized in a pre-LN stack, `[size·length, features]`. */
  readonly rows: tf.Tensor2D;
  /** Scores of every word for some of the rows: each times the table of embeddings, in the bits that this has. `[rows, vocabularySize]` */
  wordScores(rows: tf.Tensor2D): tf.Tensor2D;
  /** Rows behind the embedding and behind each layer, `[size·length, features]`. */
  readonly hidden: readonly tf.Tensor2D[];
  /** Scores of each layer's attention before the softmax, −10⁹ at padding: `[heads, size, length, length]`. */
  readonly attentionScores: readonly tf.Tensor4D[];
}

/** Texts or images. */
export type EncoderBatch = TextBatch | ImageBatch;

/** Runs an encoder.
 *  @throws RangeError for texts where it reads images, or the other way round */
export function runEncoder(
  pass: ForwardPass,
  config: AnyEncoderConfig,
  batch: EncoderBatch,
): EncoderOutputs {
  const trace = { hidden: [], scores: [] };
  const traced = { ...pass, trace };
  const { rows: embedded, size, mask, present } = embedBatch(traced, config, batch);
  const blocks = new TensorBlocks(traced, { size, ...(mask && { mask }) });
  const rows = encoderBlocks(blocks, embedded);
  const pooled = pass.dropout(pool(rows, config, { size, present }), config.dropout);
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
  return {
    ...{ scores, rows, hidden: trace.hidden, attentionScores: trace.scores },
    wordScores: (some) => pass.arithmetic.logits(some),
  };
}

/** Rows that layers read. */
interface Embedded {
  /** `[size·length, features]` */
  readonly rows: tf.Tensor2D;
  readonly size: number;
  /** Of padding; absent where there is none. */
  readonly mask?: tf.Tensor;
  /** 1 for a row that is no padding, `[size, length]`; absent where there is none. */
  readonly present?: Float32Array;
}

function embedBatch(pass: ForwardPass, config: AnyEncoderConfig, batch: EncoderBatch): Embedded {
  if (readsImages(config) && "pixels" in batch) {
    const { arithmetic } = pass;
    const input = arithmetic.prepare(patchesOf(batch, config), undefined);
    const rows = arithmetic.dense(input, { name: patchesName, binaryWeights: false, bias: true });
    return { rows: addPositions(pass, rows, batch.size), size: batch.size };
  }
  if (!readsImages(config) && "ids" in batch) {
    const { ids, size, padding } = batch;
    return {
      rows: embedTokens(pass, { ids, size }),
      size,
      mask: paddingMask(ids, size, padding),
      present: Float32Array.from(ids, (id) => (id === padding ? 0 : 1)),
    };
  }
  throw new RangeError("runEncoder: batch must be what the encoder reads");
}

/** The first row of each sample, or the mean of those that are no padding. */
function pool(
  rows: tf.Tensor2D,
  { pooling, features }: AnyEncoderConfig,
  { size, present }: { readonly size: number; readonly present: Float32Array | undefined },
): tf.Tensor2D {
  const length = rows.shape[0] / size;
  const samples = tf.reshape<tf.Rank.R3>(rows, [size, length, features]);
  if (pooling === "first") {
    return tf.reshape(tf.slice(samples, [0, 0, 0], [size, 1, features]), [size, features]);
  }
  if (present === undefined) return tf.mean<tf.Tensor2D>(samples, 1);
  const weights = tf.tensor2d(present, [size, length]);
  const counts = tf.sum(weights, 1, true);
  const shares = tf.reshape(tf.div(weights, counts), [size, 1, length]);
  return tf.reshape(tf.matMul(shares, samples), [size, features]);
}
