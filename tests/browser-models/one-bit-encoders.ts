import { writeModel } from "@bnnkit/model";
import {
  batchOfTexts,
  type EncoderConfig,
  exportEncoder,
  fitQuantizers,
  initializeEncoder,
  parsePrecision,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import type { TextQuestion } from "./run-text-models.ts";

const words = ["<pad>", "<s>", "</s>", "[MASK]", ...Array.from({ length: 36 }, (_, i) => `w${i}`)];
const vocabularySize = words.length;
const config: EncoderConfig = {
  vocabularySize,
  features: 48,
  heads: 2,
  feedForwardFeatures: 70,
  layers: 2,
  maximumLength: 12,
  outputs: 4,
  dropout: 0,
  normalization: "after",
  positions: "learned",
  pooling: "first",
  precision: parsePrecision("1-1-1"),
};
const tokens = { vocabularySize, padding: 0, begin: 1, end: 2, mask: 3 };

/** Two encoders whose weights, activations and attention are of one bit, as they start: one of four classes, one of masked words. */
export async function oneBitEncoders(): Promise<TextQuestion> {
  await tf.setBackend("cpu");
  const ids = [
    [1, 7, 30, 11, 2],
    [1, 21, 9, 2],
  ];
  const parameters = fitQuantizers(config, initializeEncoder(config, 4), batchOfTexts(ids, 0));
  const fileOf = (task: "classification" | "language-model"): number[] => [
    ...writeModel(exportEncoder(config, parameters, { name: task, task, tokens, golden: ids })),
  ];
  return {
    classifier: fileOf("classification"),
    masked: fileOf("language-model"),
    tokenizer: JSON.stringify({
      added_tokens: words.slice(0, 4).map((content, id) => ({ id, content, special: true })),
      pre_tokenizer: { type: "Whitespace" },
      model: {
        type: "WordLevel",
        vocab: Object.fromEntries(words.map((word, id) => [word, id])),
        unk_token: "w0",
      },
    }),
    texts: ["w1 w2 w3", "", "w30 w7 w7 w12 w9 w1 w1 w1 w1 w1 w1 w2 w3"],
    gaps: ["w3 [MASK] w8", "[MASK]", "w9 w9 [MASK] w1 [MASK]"],
  };
}
