import type { ImageConfig } from "./image-config.ts";
import type { ImageLearner, LearnerOptions } from "./image-learner.ts";
import type { ImageSplits } from "./image-splits.ts";
import { createLayersLearner } from "./layers-learner.ts";
import { createPatchLearner } from "./patch-learner.ts";

/** The network of a run, as it starts.
 *  @throws UsageError if no such network can read such images. */
export function createLearner(
  config: ImageConfig,
  splits: ImageSplits,
  options: LearnerOptions,
): ImageLearner {
  const create = config.network === "vit" ? createPatchLearner : createLayersLearner;
  return create(config, splits, options);
}
