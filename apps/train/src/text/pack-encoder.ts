import { type PackedModel, writeModel } from "@bnnkit/model";
import {
  loadMaskedLanguageModel,
  loadTextClassifier,
  type RunnableModel,
  verify,
} from "@bnnkit/runtime";
import {
  batchOfTexts,
  type ExportEncoderOptions,
  exportEncoder,
  formatPrecision,
  type Parameters,
  type TextEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import {
  addComparisons,
  compareScores,
  noComparison,
  type PackedComparison,
} from "../image/compare-scores.ts";
import { scoredBatches, scoresAt } from "./masked-objective.ts";
import { inOwnUnit, scaledParameters } from "./number-scale.ts";
import { scoresOf } from "./score-encoder.ts";
import type { TextConfig } from "./text-config.ts";
import type { TextSplits } from "./text-splits.ts";

const goldenTexts = 3;

/** Rounding may turn a number that is near a threshold: golden scores may differ by this. */
const tolerance = 1e-3;

/** An encoder as a model file, and how that has been found to run. */
export interface PackedEncoder {
  readonly bytes: Uint8Array;
  readonly packed: PackedModel;
  /** On all test texts: a row of scores for each, or for each token that was taken out, or one of the numbers of all. */
  readonly comparison: PackedComparison;
}

/** The model file of a trained encoder, with the scores of the first test texts inside.
 *  @throws Error if the runtime gives other scores of those texts. */
export async function packEncoder(
  encoder: TextEncoder,
  parameters: Parameters,
  config: TextConfig,
  splits: TextSplits,
): Promise<PackedEncoder> {
  const { tokens, classNames, scale, test } = splits;
  const own = scale === undefined ? parameters : scaledParameters(parameters, scale);
  const packed = exportEncoder(encoder.config, own, {
    ...named(encoder, config, splits),
    ...(scale === undefined ? { labels: classNames } : { task: "regression" }),
    ...{ tokens, golden: test.texts.slice(0, goldenTexts) },
  });
  const bytes = writeModel(packed);
  using classifier = await loadTextClassifier(bytes, splits.tokenizerJson);
  await checkGolden(classifier);
  const trained = await scoresOf(encoder, test, tokens.padding);
  const scores = await classifier.scoresOfIds(test.texts);
  const comparison =
    scale === undefined
      ? compareScores(trained, scores, classNames.length)
      : compareScores(inOwnUnit(trained, scale), scores, scores.length);
  return { bytes, packed, comparison };
}

/** The same of one that finds tokens again; compared at the places of the test texts that were taken out.
 *  @throws Error if the runtime gives other scores of the beginning of the first text. */
export async function packMaskedEncoder(
  encoder: TextEncoder,
  parameters: Parameters,
  config: TextConfig,
  splits: TextSplits,
): Promise<PackedEncoder> {
  const { tokens, mask, test } = splits;
  const { vocabularySize } = tokens;
  const [first] = test.texts;
  const packed = exportEncoder(encoder.config, parameters, {
    ...named(encoder, config, splits),
    ...{ task: "language-model", tokens: { ...tokens, mask } },
    // Each position has a score of every word.
    golden: [[...first.slice(0, 2), mask, tokens.end].slice(-config.encoder.maximumLength)],
  });
  const bytes = writeModel(packed);
  using model = await loadMaskedLanguageModel(bytes, splits.tokenizerJson);
  await checkGolden(model);
  let comparison = noComparison;
  const options = { mask, vocabularySize, seed: config.seed };
  for await (const { texts, places } of scoredBatches(test.texts, options)) {
    const batch = batchOfTexts(texts, tokens.padding);
    const trained = tf.tidy(() => scoresAt(encoder.outputs(batch), places).dataSync());
    const scores = await Promise.all(texts.map((text) => model.scores(text)));
    for (const [i, place] of places.entries()) {
      const from = (place % batch.length) * vocabularySize;
      const own = scores[Math.floor(place / batch.length)].subarray(from, from + vocabularySize);
      const expected = trained.slice(i * vocabularySize, (i + 1) * vocabularySize);
      const compared = compareScores(Float32Array.from(expected), own, vocabularySize);
      comparison = addComparisons(comparison, compared);
    }
  }
  return { bytes, packed, comparison };
}

function named(
  { config: { precision } }: TextEncoder,
  { name, licence, source, epochs, seed }: TextConfig,
  { train }: TextSplits,
): Pick<ExportEncoderOptions, "name" | "metadata"> {
  return {
    name: name === "" ? `text ${formatPrecision(precision)}` : name,
    metadata: {
      ...(licence !== "" && { licence }),
      ...(source !== "" && { source }),
      training: `${formatPrecision(precision)}, ${epochs} epochs of ${train.texts.length} texts, seed ${seed}`,
    },
  };
}

async function checkGolden(model: RunnableModel): Promise<void> {
  if ((await verify(model, { tolerance })).passed) return;
  throw new Error("packEncoder: the packed runtime gives other scores than the encoder");
}
