import type * as tf from "@tensorflow/tfjs";
import type { KeyValue } from "./attention.ts";
import { decoderBlocks, memoryProjections } from "./blocks.ts";
import { embedTokens, type Tokens } from "./embedding.ts";
import type { Encoded } from "./encoder.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { inputPlace } from "./placed-quantizer.ts";
import { TensorBlocks } from "./tensor-blocks.ts";

/** What the decoder needs of the encoded sources: keys and values of each layer's cross attention. */
export interface DecoderMemory {
  readonly layers: readonly KeyValue[];
  readonly mask: tf.Tensor3D;
}

/** Hidden rows of the decoder and the keys and values of its self attentions so far. */
export interface Decoded {
  /** `[size·length, d]`, after the final norm. */
  readonly hidden: tf.Tensor2D;
  readonly past: readonly KeyValue[];
}

export interface DecodeOptions {
  readonly memory: DecoderMemory;
  /** `[length, length]`; absent when one token follows its whole past. */
  readonly mask?: tf.Tensor;
  /** Keys and values of the tokens before these. */
  readonly past?: readonly KeyValue[];
}

/** Projects encoded sources to the keys and values of every decoder layer; the rows are binarized once. */
export function decoderMemory(pass: ForwardPass, { rows, mask, size }: Encoded): DecoderMemory {
  const blocks = new TensorBlocks(pass, { size });
  const projections = memoryProjections(pass);
  const isOneBit = projections.some(({ oneBit }) => oneBit.activations);
  const input = pass.arithmetic.prepare(rows, isOneBit ? inputPlace("memory") : undefined);
  const layers = projections.map((each) => {
    const [key, value] = blocks.projectPrepared(input, each);
    return { key, value };
  });
  return { layers, mask };
}

/** Runs decoder tokens over the memory. */
export function decode(
  pass: ForwardPass,
  tokens: Tokens,
  { memory, mask, past }: DecodeOptions,
): Decoded {
  const blocks = new TensorBlocks(pass, {
    size: tokens.size,
    memory,
    ...(mask && { mask }),
    ...(past && { past }),
  });
  const hidden = decoderBlocks(blocks, embedTokens(pass, tokens));
  return { hidden, past: blocks.present };
}
