import { epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { createLearner } from "./create-learner.ts";
import type { ImageLearner } from "./image-learner.ts";
import { readImageRun } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";

/** The network of another run on such images, whose class probabilities are the targets of this one.
 *  @throws UsageError if the folder holds none, or one of other images. */
export async function openTeacher(path: string, splits: ImageSplits): Promise<ImageLearner> {
  const { config, weights } = await readImageRun("--teacher", path);
  const learner = createLearner(config, splits, { imitates: false });
  await learner.restore({ weights }, epochRunFolder(path).checkpoint);
  return learner;
}
