import { type PackedModel, writeModel } from "@bnnkit/model";
import { loadTextClassifier, verify } from "@bnnkit/runtime";
import {
  exportEncoder,
  formatPrecision,
  type Parameters,
  type TextEncoder,
} from "@bnnkit/transformer";
import { compareScores, type PackedComparison } from "../image/compare-scores.ts";
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
  /** On all test texts: a row of scores for each, or one of the numbers of all. */
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
  const { tokens, classNames, scale, train, test } = splits;
  const { name, licence, source, epochs, seed } = config;
  const { precision } = encoder.config;
  const own = scale === undefined ? parameters : scaledParameters(parameters, scale);
  const packed = exportEncoder(encoder.config, own, {
    name: name === "" ? `text ${formatPrecision(precision)}` : name,
    ...(scale === undefined ? { labels: classNames } : { task: "regression" }),
    ...{ tokens, golden: test.texts.slice(0, goldenTexts) },
    metadata: {
      ...(licence !== "" && { licence }),
      ...(source !== "" && { source }),
      training: `${formatPrecision(precision)}, ${epochs} epochs of ${train.texts.length} texts, seed ${seed}`,
    },
  });
  const bytes = writeModel(packed);
  using classifier = await loadTextClassifier(bytes, splits.tokenizerJson);
  if (!(await verify(classifier, { tolerance })).passed) {
    throw new Error("packEncoder: the packed runtime gives other scores than the encoder");
  }
  const trained = await scoresOf(encoder, test, tokens.padding);
  const scores = await classifier.scoresOfIds(test.texts);
  const comparison =
    scale === undefined
      ? compareScores(trained, scores, classNames.length)
      : compareScores(inOwnUnit(trained, scale), scores, scores.length);
  return { bytes, packed, comparison };
}
