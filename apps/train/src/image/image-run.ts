import {
  distributionalLoss,
  exponentialRate,
  type Recipe,
  scheduleTraining,
  setTrainingStep,
  softTargets,
  trainingProgress,
} from "@bnnkit/layers";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import * as tf from "@tensorflow/tfjs";
import { StepTime } from "../fit/step-time.ts";
import type { ImageSet } from "../idx/image-set.ts";
import { writeWhole } from "../write-whole.ts";
import { createOptimizer, type ScheduledOptimizer } from "./create-optimizer.ts";
import { EpochOrder } from "./epoch-order.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import {
  formatImageLossCsv,
  formatImageScoresCsv,
  type ImageLossRow,
  type ImageScoreRow,
} from "./image-curves.ts";
import type { ImageRunFolder } from "./image-run-folder.ts";
import type { ImageRunState } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";
import { losses, recipeNamed } from "./network.ts";
import { optimizerState, restoreOptimizer } from "./optimizer-state.ts";
import { createNetwork, restoreWeights } from "./run-network.ts";
import { scoreNetwork } from "./score-network.ts";
import { openTeacher } from "./teacher.ts";

export interface ImageRunOptions {
  readonly config: ImageConfig;
  readonly splits: ImageSplits;
  readonly folder: ImageRunFolder;
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
  const scheduled = createOptimizer(recipe, model, config.learningRate);
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
  readonly #options: ImageRunOptions;
  readonly #recipe: Recipe;
  readonly #optimizer: ScheduledOptimizer;
  readonly #teacher: tf.LayersModel | undefined;
  readonly #order: EpochOrder;
  readonly #losses: ImageLossRow[];
  readonly #scores: ImageScoreRow[];
  readonly #stepTime = new StepTime();
  #step: number;
  #seconds: number;

  constructor(options: ImageRunOptions, { recipe, model, optimizer, teacher }: RunParts) {
    const { config, splits, state } = options;
    this.model = model;
    this.#options = options;
    this.#recipe = recipe;
    this.#optimizer = optimizer;
    this.#teacher = teacher;
    this.#order = new EpochOrder({ ...config, count: splits.train.count });
    this.#losses = [...(state?.losses ?? [])];
    this.#scores = [...(state?.scores ?? [])];
    this.#step = state?.step ?? 0;
    this.#seconds = state?.seconds ?? 0;
    // As the last step left it, for an evaluation that is due.
    const last = Math.max(0, this.#step - 1);
    scheduleTraining(this.model, this.#recipe, trainingProgress(last, this.steps));
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** Steps of the whole run. */
  get steps(): number {
    return this.#options.config.epochs * this.#order.stepsPerEpoch;
  }

  get seconds(): number {
    return this.#seconds;
  }

  get scores(): readonly ImageScoreRow[] {
    return this.#scores;
  }

  get isDone(): boolean {
    return this.#step >= this.steps;
  }

  /** Whether an epoch has ended and what it brought has not been scored. */
  get isEvaluationDue(): boolean {
    if (this.#step === 0 || this.#step % this.#order.stepsPerEpoch !== 0) return false;
    const [{ name }] = this.#setsToScore().slice(-1);
    return !this.#scores.some((row) => row.step === this.#step && row.name === name);
  }

  /** One training step.
   *  @throws Error if the loss is no finite number */
  async advance(): Promise<ImageLossRow> {
    const { config, splits, folder } = this.#options;
    const start = performance.now();
    const learningRate = exponentialRate(this.#step, {
      first: config.learningRate,
      last: config.lastRate,
      steps: this.steps,
    });
    this.#optimizer.setLearningRate(learningRate);
    setTrainingStep(this.model, this.#step);
    scheduleTraining(this.model, this.#recipe, trainingProgress(this.#step, this.steps));
    const batch = imageBatch(splits.train, this.#order.at(this.#step), splits.classes);
    const targets = this.#teacher
      ? softTargets(this.#teacher, batch.images, { batchSize: config.batch })
      : batch.labels;
    const loss = Number(await this.model.trainOnBatch(batch.images, targets));
    tf.dispose([batch.images, batch.labels, targets]);
    if (!Number.isFinite(loss)) {
      throw new Error(
        `the run diverged at step ${this.#step + 1}: its loss is ${loss}\n` +
          `${folder.checkpoint} is from before; go on from there with a smaller rate: --resume --learning-rate R, R below ${config.learningRate}`,
      );
    }
    const epoch = Math.floor(this.#step / this.#order.stepsPerEpoch);
    this.#step++;
    this.#seconds += this.#stepTime.count((performance.now() - start) / 1000);
    const row = { step: this.#step, epoch, learningRate, loss };
    this.#losses.push(row);
    return row;
  }

  /** Scores the network as it is on the images held out, or, where none are, the test images; on both at the end. */
  async evaluate(): Promise<readonly ImageScoreRow[]> {
    const start = performance.now();
    const epoch = Math.ceil(this.#step / this.#order.stepsPerEpoch) - 1;
    const rows: ImageScoreRow[] = [];
    for (const { name, set } of this.#setsToScore()) {
      const score = await scoreNetwork(this.model, set, {
        loss: losses[this.#recipe.loss],
        classes: this.#options.splits.classes,
      });
      rows.push({ step: this.#step, epoch, name, ...score });
    }
    this.#scores.push(...rows);
    this.#seconds += (performance.now() - start) / 1000;
    return rows;
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, splits, folder } = this.#options;
    const state: ImageRunState = {
      kind: "image-run",
      config,
      dataSha256: splits.sha256,
      step: this.#step,
      seconds: this.#seconds,
      weights: this.model.getWeights().map((weight) => Float32Array.from(weight.dataSync())),
      optimizer: await optimizerState(this.#optimizer.optimizer),
      losses: this.#losses,
      scores: this.#scores,
    };
    await saveCheckpoint(folder.checkpoint, state);
    await writeWhole(folder.lossCsv, formatImageLossCsv(this.#losses));
    await writeWhole(folder.validationCsv, formatImageScoresCsv(this.#scores));
  }

  [Symbol.dispose](): void {
    this.model.dispose();
    this.#teacher?.dispose();
  }

  #setsToScore(): readonly { readonly name: ImageScoreRow["name"]; readonly set: ImageSet }[] {
    const { heldOut, test } = this.#options.splits;
    const ofTest = { name: "test", set: test } as const;
    if (heldOut === undefined) return [ofTest];
    const ofHeldOut = { name: "validation", set: heldOut } as const;
    return this.isDone ? [ofHeldOut, ofTest] : [ofHeldOut];
  }
}
