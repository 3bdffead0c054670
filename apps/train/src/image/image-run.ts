import { exponentialRate } from "@bnnkit/layers";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import type { ImageBatch } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { checkLoss } from "../epochs/check-loss.ts";
import { formatLossCsv, formatScoresCsv, type LossRow, type ScoreRow } from "../epochs/curves.ts";
import { EpochOrder } from "../epochs/epoch-order.ts";
import { EpochProgress } from "../epochs/epoch-progress.ts";
import type { EpochRunFolder } from "../epochs/epoch-run-folder.ts";
import type { ImageSet } from "../idx/image-set.ts";
import { writeWhole } from "../write-whole.ts";
import { createLearner } from "./create-learner.ts";
import { imageBatch, oneHotLabels } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ImageLearner } from "./image-learner.ts";
import type { ImageRunState } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";
import { initialParameters } from "./initial-parameters.ts";
import { openPatchTeacher, type PatchTeacher } from "./patch-teacher.ts";
import { scoreNetwork } from "./score-network.ts";
import { openTeacher } from "./teacher.ts";

export interface ImageRunOptions {
  readonly config: ImageConfig;
  readonly splits: ImageSplits;
  readonly folder: EpochRunFolder;
  /** The state to go on from. */
  readonly state?: ImageRunState | undefined;
}

/** Opens a run with a fresh network, or with that of a state.
 *  @throws UsageError if no such network can read such images, the state is of another one, or there is no such teacher or
 *    run to start from. */
export async function openImageRun(options: ImageRunOptions): Promise<ImageRun> {
  const { config, splits, folder, state } = options;
  await installTrainingBackend({ nativeMatMul: config.nativeMatMul });
  const { initialWeights } = config;
  const initial =
    state || initialWeights === undefined
      ? undefined
      : await initialParameters(initialWeights, splits);
  const { teacher: path, distill } = config;
  const imitates = path !== undefined && distill === undefined;
  const imitated =
    path !== undefined && distill !== undefined
      ? await openPatchTeacher(path, distill, { config, splits })
      : undefined;
  const learner = createLearner(config, splits, { imitates, initial, lossOn: imitated?.lossOn });
  if (state) await learner.restore(state, folder.checkpoint);
  const teacher = imitates ? await openTeacher(path, splits) : undefined;
  return new ImageRun(options, { learner, teacher, imitated });
}

interface RunParts {
  readonly learner: ImageLearner;
  /** Whose class probabilities are the targets. */
  readonly teacher: ImageLearner | undefined;
  /** Whose outputs are compared with those of the learner. */
  readonly imitated: PatchTeacher | undefined;
}

/** A run in progress: does steps and evaluations one at a time, and writes its files. Made by `openImageRun`. */
export class ImageRun {
  readonly learner: ImageLearner;
  readonly progress: EpochProgress<ImageSet>;
  readonly #options: ImageRunOptions;
  readonly #teacher: ImageLearner | undefined;
  readonly #imitated: PatchTeacher | undefined;
  readonly #order: EpochOrder;

  constructor(options: ImageRunOptions, { learner, teacher, imitated }: RunParts) {
    const { config, splits, state } = options;
    this.learner = learner;
    this.#options = options;
    this.#teacher = teacher;
    this.#imitated = imitated;
    this.#order = new EpochOrder({ ...config, count: splits.train.count });
    const { stepsPerEpoch } = this.#order;
    const { epochs } = config;
    this.progress = new EpochProgress({ epochs, stepsPerEpoch, sets: splits, state });
    // As the last step left it, for an evaluation that is due.
    const { step, steps } = this.progress;
    learner.scheduleAt(Math.max(0, step - 1), steps);
  }

  /** One training step.
   *  @throws Error if the loss is no finite number */
  async advance(): Promise<LossRow> {
    const { config, splits, folder } = this.#options;
    const start = performance.now();
    const { step, steps } = this.progress;
    const learningRate = exponentialRate(step, {
      first: config.learningRate,
      last: config.lastRate,
      steps,
    });
    const indices = this.#order.at(step);
    const images = imageBatch(splits.train, indices);
    const targets = this.#targets(indices, images);
    const loss = await this.learner.learn(images, targets, { step, steps, learningRate });
    targets.dispose();
    const { checkpoint } = folder;
    checkLoss(loss, { step, checkpoint, learningRate: config.learningRate });
    return this.progress.countStep(start, { learningRate, loss });
  }

  /** Scores the network as it is on the images held out, or, where none are, the test images; on both at the end. */
  evaluate(): Promise<readonly ScoreRow[]> {
    const { classes } = this.#options.splits;
    return this.progress.evaluate((set) => scoreNetwork(this.learner, set, classes));
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, splits, folder } = this.#options;
    const state: ImageRunState = {
      kind: "image-run",
      config,
      dataSha256: splits.sha256,
      ...this.progress.state,
      ...(await this.learner.state()),
    };
    await saveCheckpoint(folder.checkpoint, state);
    await writeWhole(folder.lossCsv, formatLossCsv(state.losses));
    await writeWhole(folder.validationCsv, formatScoresCsv(state.scores));
  }

  [Symbol.dispose](): void {
    this.learner[Symbol.dispose]();
    this.#teacher?.[Symbol.dispose]();
    this.#imitated?.[Symbol.dispose]();
  }

  /** The labels, or what the teacher says. */
  #targets(indices: readonly number[], images: ImageBatch): tf.Tensor2D {
    const { train, classes } = this.#options.splits;
    const teacher = this.#teacher;
    if (teacher === undefined) return oneHotLabels(train, indices, classes);
    return tf.tidy(() => tf.softmax<tf.Tensor2D>(teacher.scores(images)));
  }
}
