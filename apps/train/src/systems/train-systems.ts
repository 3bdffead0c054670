import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SystemName } from "@bnnkit/layers";
import { epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { fileExists } from "../fit/run-folder.ts";
import type { StopRequest } from "../fit/stop-request.ts";
import { lockFolder } from "../folder-lock.ts";
import { type ImageFlags, newImageConfig, resumedImageConfig } from "../image/image-options.ts";
import type { ImageResult } from "../image/image-result.ts";
import { isImageRunState } from "../image/image-run-state.ts";
import type { LayerNetworkName } from "../image/network.ts";
import { trainImages } from "../image/train-images.ts";
import { openSavedState } from "../saved-state.ts";

/** One network that is to be trained. */
export interface SystemRun {
  readonly system: SystemName;
  readonly preset: string;
  readonly network: LayerNetworkName;
  readonly seed: number;
}

export interface TrainSystemsOptions {
  /** In which each run has a folder of its own. */
  readonly out: string;
  readonly runs: readonly SystemRun[];
  /** What holds for all of them. */
  readonly flags: ImageFlags;
  readonly stop: Pick<StopRequest, "reason">;
  readonly note: (text: string) => void;
}

/** Trains networks one after the other: those that are done already are taken as they are, one that was interrupted goes on.
 *  @returns the results, in the order of the runs, fewer if asked to stop */
export async function trainSystems({
  out,
  runs,
  flags,
  stop,
  note,
}: TrainSystemsOptions): Promise<readonly ImageResult[]> {
  const results: ImageResult[] = [];
  for (const [index, run] of runs.entries()) {
    const name = `${run.network}-${run.system}-${run.preset}-${run.seed}`;
    const folder = epochRunFolder(join(out, name));
    const isDone = await fileExists(folder.result);
    note(`${index + 1} of ${runs.length}: ${name}${isDone ? ", done already" : ""}`);
    if (isDone) {
      results.push(JSON.parse(await readFile(folder.result, "utf8")));
      continue;
    }
    using _lock = await lockFolder(folder.path);
    const own = { ...flags, ...run };
    const state = (await fileExists(folder.checkpoint))
      ? await openSavedState(folder.checkpoint, isImageRunState, note)
      : undefined;
    const config = state
      ? await resumedImageConfig(own, state.config, { where: folder.path, note })
      : await newImageConfig(own, note);
    const { result } = await trainImages({ config, folder, state, stop });
    if (result === undefined) return results;
    results.push(result);
  }
  return results;
}
