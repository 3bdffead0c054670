import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import { createLearner } from "./create-learner.ts";
import type { ImageLearner } from "./image-learner.ts";
import { isImageRunState } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";

/** The network of another run on such images, whose class probabilities are the targets of this one.
 *  @throws UsageError if the folder holds none, or one of other images. */
export async function openTeacher(path: string, splits: ImageSplits): Promise<ImageLearner> {
  const { checkpoint } = epochRunFolder(path);
  const state = (await fileExists(checkpoint)) ? await loadCheckpoint(checkpoint) : undefined;
  if (!isImageRunState(state)) {
    throw new UsageError(`--teacher: ${path} holds no run of "image" to learn from`);
  }
  const { config, weights } = state;
  const learner = createLearner(config, splits, { imitates: false });
  await learner.restore({ weights }, checkpoint);
  return learner;
}
