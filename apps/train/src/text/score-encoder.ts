import { setImmediate } from "node:timers/promises";
import { batchOfTexts, type TextEncoder } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import type { ClassScore } from "../epochs/curves.ts";
import type { TextSet } from "./text-splits.ts";

const batchTexts = 64;

/** The scores of texts as the encoder is trained on them, without dropout: `[texts, classes]`. */
export async function scoresOf(
  encoder: TextEncoder,
  { texts }: TextSet,
  padding: number,
): Promise<Float32Array> {
  const { outputs } = encoder.config;
  const scores = new Float32Array(texts.length * outputs);
  // Texts of like lengths have little padding.
  const order = [...texts.keys()].sort((a, b) => texts[a].length - texts[b].length);
  for (let from = 0; from < order.length; from += batchTexts) {
    await setImmediate(); // signals are heard between batches
    const indices = order.slice(from, from + batchTexts);
    const batch = batchOfTexts(
      indices.map((index) => texts[index]),
      padding,
    );
    const rows = tf.tidy(() => encoder.outputs(batch).scores.dataSync());
    for (const [i, index] of indices.entries()) {
      scores.set(rows.slice(i * outputs, (i + 1) * outputs), index * outputs);
    }
  }
  return scores;
}

/** Compares scores with labels. */
export function scoreOf(scores: Float32Array, labels: readonly number[]): ClassScore {
  const classes = scores.length / labels.length;
  let loss = 0;
  let right = 0;
  for (const [i, label] of labels.entries()) {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    const greatest = Math.max(...row);
    if (row.indexOf(greatest) === label) right++;
    const sum = row.reduce((total, score) => total + Math.exp(score - greatest), 0);
    loss += greatest + Math.log(sum) - row[label];
  }
  return { loss: loss / labels.length, accuracy: right / labels.length };
}
