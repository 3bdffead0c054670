import type * as tf from "@tensorflow/tfjs";
import { causalMask } from "./attention-mask.ts";
import { type Batch, checkBatch, type ShiftedTarget, shiftTarget } from "./batch.ts";
import { decode, decoderMemory } from "./decoder.ts";
import { encode } from "./encoder.ts";
import type { ForwardPass } from "./forward-pass.ts";

/** The decoder over whole targets, each token given the ones before it. */
export interface DecodedTarget {
  /** `[size·(targetLength − 1), d]` */
  readonly hidden: tf.Tensor2D;
  readonly target: ShiftedTarget;
}

/** Hidden rows for every target token but the last of each row.
 *  @throws RangeError if the batch does not fit the configuration */
export function decodeTarget(pass: ForwardPass, batch: Batch): DecodedTarget {
  checkBatch(batch, pass.config.vocabularySize);
  const { size, padding } = batch;
  const target = shiftTarget(batch);
  const memory = decoderMemory(pass, encode(pass, { ids: batch.source, size }, padding));
  const mask = causalMask(batch.targetLength - 1);
  const { hidden } = decode(pass, { ids: target.inputs, size }, { memory, mask });
  return { hidden, target };
}
