import type * as tf from "@tensorflow/tfjs";
import { paddingMask } from "./attention-mask.ts";
import { encoderBlocks } from "./blocks.ts";
import { embedTokens, type Tokens } from "./embedding.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { TensorBlocks } from "./tensor-blocks.ts";

/** Encoded sources: rows `[size·length, d]` and the mask of their padding. */
export interface Encoded {
  readonly rows: tf.Tensor2D;
  readonly mask: tf.Tensor3D;
  readonly size: number;
}

/** Encodes source tokens. */
export function encode(pass: ForwardPass, tokens: Tokens, padding: number): Encoded {
  const { size } = tokens;
  const mask = paddingMask(tokens.ids, size, padding);
  const blocks = new TensorBlocks(pass, { size, mask });
  return { rows: encoderBlocks(blocks, embedTokens(pass, tokens)), mask, size };
}
