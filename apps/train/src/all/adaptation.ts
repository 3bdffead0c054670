import type { PackedFiles } from "../export/packed-files.ts";
import { defaultConfig, type FitConfig } from "../fit/fit-config.ts";
import { loadTokenizer } from "../fit/load-data.ts";
import { overlay } from "../fit/overlay.ts";
import { variantOf } from "../fit/transformer-config.ts";
import { loadWeightsFor } from "../fit/weights-file.ts";

/** What holds for a run that goes on from a packed model unless it is told otherwise: it has its shape, weights and
 *  tokenizer, and in one bit, from the first step on, what the model has in one bit.
 *  @throws UsageError if a file is missing or damaged, they do not belong together, or no variant has one bit there */
export async function adaptationDefaults({
  model: path,
  tokenizer,
}: PackedFiles): Promise<FitConfig> {
  const { sha256 } = await loadTokenizer(tokenizer);
  const { model } = await loadWeightsFor(path, sha256);
  const { vocabularySize, binarize, dropout, labelSmoothing, ...shape } = model;
  const changes = {
    initialWeights: path,
    tokenizer,
    model: shape,
    variant: variantOf(model, path),
    binarizeAt: 0,
    schedule: { restartShare: 1 },
  };
  return overlay(defaultConfig, changes, { where: path });
}
