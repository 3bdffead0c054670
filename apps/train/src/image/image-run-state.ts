import { loadCheckpoint } from "@bnnkit/training-backend/node";
import type { EpochProgressState } from "../epochs/epoch-progress.ts";
import { epochRunFolder } from "../epochs/epoch-run-folder.ts";
import type { OptimizerWeight } from "../epochs/optimizer-state.ts";
import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import type { ImageConfig } from "./image-config.ts";

/** What a checkpoint holds: all that the rest of a run on images depends on. */
export interface ImageRunState extends EpochProgressState {
  readonly kind: "image-run";
  readonly config: ImageConfig;
  /** SHA-256 over the images and labels. */
  readonly dataSha256: string;
  /** In the order of the model, running statistics of batch normalizations included. */
  readonly weights: readonly Float32Array[];
  readonly optimizer: readonly OptimizerWeight[];
}

/** Whether a checkpoint's content is the state of a run on images. */
export function isImageRunState(state: unknown): state is ImageRunState {
  return (
    typeof state === "object" &&
    state !== null &&
    "kind" in state &&
    state.kind === "image-run" &&
    "weights" in state &&
    "optimizer" in state &&
    "config" in state
  );
}

/** The state of another run.
 *  @param option  what names the folder, in messages
 *  @throws UsageError if the folder holds none. */
export async function readImageRun(option: string, path: string): Promise<ImageRunState> {
  const { checkpoint } = epochRunFolder(path);
  const state = (await fileExists(checkpoint)) ? await loadCheckpoint(checkpoint) : undefined;
  if (isImageRunState(state)) return state;
  throw new UsageError(`${option}: ${path} holds no run of "image" to learn from`);
}
