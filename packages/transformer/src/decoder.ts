import * as tf from "@tensorflow/tfjs";
import { attend, type KeyValue, projectOutput, projectToHeads } from "./attention.ts";
import { isBinarized } from "./config.ts";
import { embedTokens, type Tokens } from "./embedding.ts";
import type { Encoded } from "./encoder.ts";
import { feedForward } from "./feed-forward.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";

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
  const { decoderLayers, binarize } = pass.config;
  const input = pass.arithmetic.prepare(
    rows,
    isBinarized(binarize.attentionActivations, pass.step),
  );
  const layers = Array.from({ length: decoderLayers }, (_, layer) => {
    const prefix = `decoder/${layer}/cross-attention`;
    const [key, value] = projectToHeads(pass, input, { prefix, roles: ["key", "value"], size });
    return { key, value };
  });
  return { layers, mask };
}

/** Runs decoder tokens over the memory with a pre-LN stack and a final norm. */
export function decode(
  pass: ForwardPass,
  tokens: Tokens,
  { memory, mask, past }: DecodeOptions,
): Decoded {
  const { size } = tokens;
  const present: KeyValue[] = [];
  let x = embedTokens(pass, tokens);
  for (const [layer, cross] of memory.layers.entries()) {
    const prefix = `decoder/${layer}`;
    const before = past?.[layer];
    const self = selfAttention(pass, x, {
      prefix: `${prefix}/self-attention`,
      size,
      ...(mask && { mask }),
      ...(before && { before }),
    });
    present.push(self.present);
    const attention = `${prefix}/cross-attention`;
    const [query] = projectToHeads(pass, prepareNormalized(pass, self.x, attention), {
      prefix: attention,
      roles: ["query"],
      size,
    });
    const context = attend(pass, query, { ...cross, mask: memory.mask });
    x = projectOutput(pass, self.x, { prefix: attention, context });
    x = feedForward(pass, x, `${prefix}/feed-forward`);
  }
  return { hidden: normalize(pass, x, "decoder/norm"), past: present };
}

interface SelfAttentionOptions {
  readonly prefix: string;
  readonly size: number;
  readonly mask?: tf.Tensor;
  readonly before?: KeyValue;
}

function selfAttention(
  pass: ForwardPass,
  x: tf.Tensor2D,
  { prefix, size, mask, before }: SelfAttentionOptions,
): { readonly x: tf.Tensor2D; readonly present: KeyValue } {
  const roles = ["query", "key", "value"];
  const input = prepareNormalized(pass, x, prefix);
  const [query, newKey, newValue] = projectToHeads(pass, input, { prefix, roles, size });
  const key = before ? tf.concat([before.key, newKey], 2) : newKey;
  const value = before ? tf.concat([before.value, newValue], 2) : newValue;
  const context = attend(pass, query, { key, value, ...(mask && { mask }) });
  return { x: projectOutput(pass, x, { prefix, context }), present: { key, value } };
}

function prepareNormalized(
  pass: ForwardPass,
  x: tf.Tensor2D,
  prefix: string,
): ReturnType<ForwardPass["arithmetic"]["prepare"]> {
  const binary = isBinarized(pass.config.binarize.attentionActivations, pass.step);
  return pass.arithmetic.prepare(normalize(pass, x, `${prefix}/norm`), binary);
}
