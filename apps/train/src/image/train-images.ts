import type { ScoreRow } from "../epochs/curves.ts";
import type { EpochRunFolder } from "../epochs/epoch-run-folder.ts";
import { trainUntilStopped } from "../epochs/train-until-stopped.ts";
import { UsageError } from "../errors.ts";
import type { StopReason, StopRequest } from "../fit/stop-request.ts";
import { sizeOf } from "../idx/image-set.ts";
import { writeWhole } from "../write-whole.ts";
import type { PackedComparison } from "./compare-scores.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import { countsOf, type ImageResult, imageResult } from "./image-result.ts";
import { openImageRun } from "./image-run.ts";
import type { ImageRunState } from "./image-run-state.ts";
import { type ImageSplits, loadImageSplits } from "./image-splits.ts";
import { packNetwork } from "./pack-network.ts";

/** Images on which attention is looked at. */
const watchedImages = 250;

export interface TrainImagesOptions {
  readonly config: ImageConfig;
  readonly folder: EpochRunFolder;
  /** The state to go on from. */
  readonly state?: ImageRunState | undefined;
  /** Asked between steps. */
  readonly stop: Pick<StopRequest, "reason">;
}

export interface TrainImagesResult {
  /** Why the run ended before its last step; undefined if it is done. */
  readonly stopped: StopReason | undefined;
  readonly step: number;
  readonly steps: number;
  /** Of steps and evaluations, before interruptions too. */
  readonly seconds: number;
  /** On the test images at the end; undefined if the run is not done. */
  readonly test: (Pick<ScoreRow, "loss" | "accuracy"> & { readonly images: number }) | undefined;
  /** The model file that was written; undefined if the run is not done. */
  readonly model:
    | { readonly path: string; readonly bytes: number; readonly comparison: PackedComparison }
    | undefined;
  /** What `result.json` has; undefined if the run is not done. */
  readonly result: ImageResult | undefined;
}

/** Trains a network on images until its last step or until asked to stop, and leaves a checkpoint, and at the end the model
 *  file.
 *  @throws UsageError for images that are malformed or not those of the state; Error if the run diverged or the
 *    checkpoint cannot be written. */
export async function trainImages(options: TrainImagesOptions): Promise<TrainImagesResult> {
  const { config, folder, state, stop } = options;
  const splits = await loadImageSplits(config);
  if (state && state.dataSha256 !== splits.sha256) {
    throw new UsageError(
      `${folder.checkpoint}: belongs to other images; give those, or start in another folder`,
    );
  }
  using run = await openImageRun({ config, splits, folder, state });
  const { progress } = run;
  const samples = describe(splits);
  const isNew = state === undefined;
  await trainUntilStopped(run, { config, folder, isNew, samples, unit: "images", stop });
  const { steps, finalScore } = progress;
  const { step, seconds } = progress.state;
  const done = { step, steps, seconds };
  const unfinished = { stopped: stop.reason, ...done, test: undefined, model: undefined };
  if (finalScore === undefined) return { ...unfinished, result: undefined };
  const { bytes, packed, comparison } = await packNetwork(run.learner, config, splits);
  await writeWhole(folder.model, bytes);
  const { loss, accuracy } = finalScore;
  const [trainCount, testCount] = [splits.train.count, splits.test.count];
  const watched = [...Array(Math.min(watchedImages, testCount)).keys()];
  const keptKeys = run.learner.keptKeys?.(imageBatch(splits.test, watched));
  const result = imageResult(config, {
    ...{ trainImages: trainCount, testImages: testCount, accuracy, loss, seconds, comparison },
    ...{ modelBytes: bytes.length, ...countsOf(packed) },
    ...(keptKeys && { keptKeys }),
  });
  await writeWhole(folder.result, `${JSON.stringify(result, null, 2)}\n`);
  return {
    stopped: undefined,
    ...done,
    test: { images: testCount, loss, accuracy },
    model: { path: folder.model, bytes: bytes.length, comparison },
    result,
  };
}

function describe({ train, heldOut, test, classes }: ImageSplits): string {
  const aside = heldOut ? `, ${heldOut.count} held out to score each epoch` : "";
  return `${train.count} images of ${sizeOf(train)} and ${classes} classes${aside}; ${test.count} to test`;
}
