import type { ImageConfig } from "./image-config.ts";
import type { ImageLossRow, ImageScoreRow } from "./image-curves.ts";
import type { OptimizerWeight } from "./optimizer-state.ts";

/** What a checkpoint holds: all that the rest of a run on images depends on. */
export interface ImageRunState {
  readonly kind: "image-run";
  readonly config: ImageConfig;
  /** SHA-256 over the images and labels. */
  readonly dataSha256: string;
  /** Steps done; with the seed they say which images come next. */
  readonly step: number;
  /** Time spent in steps and evaluations. */
  readonly seconds: number;
  /** In the order of the model, running statistics of batch normalizations included. */
  readonly weights: readonly Float32Array[];
  readonly optimizer: readonly OptimizerWeight[];
  readonly losses: readonly ImageLossRow[];
  readonly scores: readonly ImageScoreRow[];
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
