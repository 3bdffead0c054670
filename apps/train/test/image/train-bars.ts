import { join, resolve } from "node:path";
import { loadCheckpoint } from "@bnnkit/training-backend/node";
import { epochRunFolder } from "../../src/epochs/epoch-run-folder.ts";
import type { StopRequest } from "../../src/fit/stop-request.ts";
import type { ImageConfig } from "../../src/image/image-config.ts";
import { newImageConfig } from "../../src/image/image-options.ts";
import { type ImageRunState, isImageRunState } from "../../src/image/image-run-state.ts";
import { type TrainImagesResult, trainImages } from "../../src/image/train-images.ts";
import { makeFolder } from "../../src/make-folder.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { writeBars } from "../idx/write-bars.ts";

const never = { reason: undefined };

export interface BarsSettings extends Partial<ImageConfig> {
  readonly stop?: Pick<StopRequest, "reason">;
}

/** Of a vit on bars. */
export const smallPatches = {
  patch: 4,
  features: 16,
  heads: 2,
  feedForwardFeatures: 16,
  layers: 1,
};

/** Trains in a folder beside the images, from the checkpoint there if there is one. */
export async function trainBars(
  out: string,
  { stop = never, system, preset, network = "mlp", ...settings }: BarsSettings = {},
): Promise<TrainImagesResult> {
  const flags = {
    system: system ?? "bnn",
    network,
    ...(preset && { preset }),
    data: resolve(out, "../bars"),
    batch: 10,
    epochs: 3,
    ...(network === "vit" ? smallPatches : { units: [12], filters: [] }),
  };
  const config = await newImageConfig({ ...flags, nativeMatmul: "off" }, () => undefined);
  const state = await stateIn(out).catch(() => undefined);
  await makeFolder(out);
  const folder = epochRunFolder(out);
  return trainImages({
    config: { ...config, ...settings },
    folder,
    state,
    stop,
  });
}

export async function stateIn(out: string): Promise<ImageRunState> {
  const state = await loadCheckpoint(epochRunFolder(out).checkpoint);
  if (!isImageRunState(state)) throw new TypeError("no state of a run on images");
  return state;
}

/** A folder with images of bars in it. */
export function scratchBars(): string {
  const folder = scratchFolder();
  writeBars(join(folder, "bars"));
  return folder;
}
