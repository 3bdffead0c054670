import type * as tf from "@tensorflow/tfjs";
import { attend, projectOutput, projectToHeads } from "./attention.ts";
import { paddingMask } from "./attention-mask.ts";
import { isBinarized } from "./config.ts";
import { embedTokens, type Tokens } from "./embedding.ts";
import { feedForward } from "./feed-forward.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";

/** Encoded sources: rows `[size·length, d]` and the mask of their padding. */
export interface Encoded {
  readonly rows: tf.Tensor2D;
  readonly mask: tf.Tensor3D;
  readonly size: number;
}

/** Encodes source tokens with a pre-LN stack and a final norm. */
export function encode(pass: ForwardPass, tokens: Tokens, padding: number): Encoded {
  const { size } = tokens;
  const mask = paddingMask(tokens.ids, size, padding);
  let x = embedTokens(pass, tokens);
  for (let layer = 0; layer < pass.config.encoderLayers; layer++) {
    x = encoderLayer(pass, x, { prefix: `encoder/${layer}`, size, mask });
  }
  return { rows: normalize(pass, x, "encoder/norm"), mask, size };
}

function encoderLayer(
  pass: ForwardPass,
  x: tf.Tensor2D,
  { prefix, size, mask }: { prefix: string; size: number; mask: tf.Tensor },
): tf.Tensor2D {
  const attention = `${prefix}/self-attention`;
  const binary = isBinarized(pass.config.binarize.attentionActivations, pass.step);
  const input = pass.arithmetic.prepare(normalize(pass, x, `${attention}/norm`), binary);
  const [query, key, value] = projectToHeads(pass, input, {
    prefix: attention,
    roles: ["query", "key", "value"],
    size,
  });
  const context = attend(pass, query, { key, value, mask });
  return feedForward(
    pass,
    projectOutput(pass, x, { prefix: attention, context }),
    `${prefix}/feed-forward`,
  );
}
