import type { ImageEncoderConfig } from "@bnnkit/transformer";
import type { ImageConfig } from "./image-config.ts";
import type { ImageSplits } from "./image-splits.ts";
import { defaultPatchShape, patchRecipeNamed } from "./patch-systems.ts";

/** The Transformer of a run. */
export function patchEncoder(
  { system, preset, patches = defaultPatchShape }: ImageConfig,
  { train: { height, width, channels }, classes }: ImageSplits,
): ImageEncoderConfig {
  return {
    ...patches,
    ...patchRecipeNamed(system, preset),
    ...{ image: { height, width, channels }, outputs: classes },
    ...{ normalization: "before", pooling: "mean" },
  };
}
