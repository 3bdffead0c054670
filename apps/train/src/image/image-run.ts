import {
  distributionalLoss,
  exponentialRate,
  type Recipe,
  recipeOptimizer,
  type ScheduledOptimizer,
  scheduleTraining,
  setTrainingStep,
  softTargets,
  trainingProgress,
} from "@bnnkit/layers";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import * as tf from "@tensorflow/tfjs";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";
import { checkLoss } from "../epochs/check-loss.ts";
import { formatLossCsv, formatScoresCsv, type LossRow, type ScoreRow } from "../epochs/curves.ts";
import { EpochOrder } from "../epochs/epoch-order.ts";
import { EpochProgress } from "../epochs/epoch-progress.ts";
import type { EpochRunFolder } from "../epochs/epoch-run-folder.ts";
import { optimizerState, restoreOptimizer } from "../epochs/optimizer-state.ts";
import type { ImageSet } from "../idx/image-set.ts";
import { writeWhole } from "../write-whole.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ImageRunState } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";
import { losses, recipeNamed } from "./network.ts";
import { createNetwork, restoreWeights } from "./run-network.ts";
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
 *  @throws UsageError if no such network can read such images, the state is of another one, or there is no such teacher. */
export async function openImageRun(options: ImageRunOptions): Promise<ImageRun> {
  const { config, splits, folder, state } = options;
  await installTrainingBackend({ nativeMatMul: config.nativeMatMul });
  const recipe = recipeNamed(config.system, config.preset);
  const model = createNetwork(recipe, config, splits);
  const { learningRate } = config;
  const adam = new AdamOptimizer(learningRate);
  const scheduled = recipeOptimizer(recipe, model, { learningRate, adam });
  const { optimizer } = scheduled;
  if (state) {
    restoreWeights(model, state.weights, folder.checkpoint);
    await restoreOptimizer(optimizer, state.optimizer);
  }
  const teacher = config.teacher ? await openTeacher(config.teacher, splits) : undefined;
  model.compile({ optimizer, loss: teacher ? distributionalLoss : losses[recipe.loss] });
  return new ImageRun(options, { recipe, model, optimizer: scheduled, teacher });
}

interface RunParts {
  readonly recipe: Recipe;
  readonly model: tf.LayersModel;
  readonly optimizer: ScheduledOptimizer;
  readonly teacher: tf.LayersModel | undefined;
}

/** A run in progress: does steps and evaluations one at a time, and writes its files. Made by `openImageRun`. */
export class ImageRun {
  readonly model: tf.LayersModel;
  readonly progress: EpochProgress<ImageSet>;
  readonly #options: ImageRunOptions;
  readonly #recipe: Recipe;
  readonly #optimizer: ScheduledOptimizer;
  readonly #teacher: tf.LayersModel | undefined;
  readonly #order: EpochOrder;

  constructor(options: ImageRunOptions, { recipe, model, optimizer, teacher }: RunParts) {
    const { config, splits, state } = options;
    this.model = model;
    this.#options = options;
    this.#recipe = recipe;
    this.#optimizer = optimizer;
    this.#teacher = teacher;
    this.#order = new EpochOrder({ ...config, count: splits.train.count });
    const { stepsPerEpoch } = this.#order;
    const { epochs } = config;
    this.progress = new EpochProgress({ epochs, stepsPerEpoch, sets: splits, state });
    // As the last step left it, for an evaluation that is due.
    const { step, steps } = this.progress;
    scheduleTraining(this.model, this.#recipe, trainingProgress(Math.max(0, step - 1), steps));
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
    this.#optimizer.setLearningRate(learningRate);
    setTrainingStep(this.model, step);
    scheduleTraining(this.model, this.#recipe, trainingProgress(step, steps));
    const batch = imageBatch(splits.train, this.#order.at(step), splits.classes);
    const targets = this.#teacher
      ? softTargets(this.#teacher, batch.images, { batchSize: config.batch })
      : batch.labels;
    const loss = Number(await this.model.trainOnBatch(batch.images, targets));
    tf.dispose([batch.images, batch.labels, targets]);
    const { checkpoint } = folder;
    checkLoss(loss, { step, checkpoint, learningRate: config.learningRate });
    return this.progress.countStep(start, { learningRate, loss });
  }

  /** Scores the network as it is on the images held out, or, where none are, the test images; on both at the end. */
  evaluate(): Promise<readonly ScoreRow[]> {
    const { classes } = this.#options.splits;
    const loss = losses[this.#recipe.loss];
    return this.progress.evaluate((set) => scoreNetwork(this.model, set, { loss, classes }));
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, splits, folder } = this.#options;
    const state: ImageRunState = {
      kind: "image-run",
      config,
      dataSha256: splits.sha256,
      ...this.progress.state,
      weights: this.model.getWeights().map((weight) => Float32Array.from(weight.dataSync())),
      optimizer: await optimizerState(this.#optimizer.optimizer),
    };
    await saveCheckpoint(folder.checkpoint, state);
    await writeWhole(folder.lossCsv, formatLossCsv(state.losses));
    await writeWhole(folder.validationCsv, formatScoresCsv(state.scores));
  }

  [Symbol.dispose](): void {
    this.model.dispose();
    this.#teacher?.dispose();
  }
}
