import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import {
  createDataParallelTrainer,
  type DataParallelTrainer,
  saveCheckpoint,
} from "@bnnkit/training-backend/node";
import { type Batch, learningRate, type TransformerConfig } from "@bnnkit/transformer";
import { BatchSequence } from "../data/batch-sequence.ts";
import { assembleBatch, cutShards } from "../data/shard.ts";
import { writeWhole } from "../write-whole.ts";
import { formatLossCsv, formatValidationCsv, type LossRow, type ValidationRow } from "./curve.ts";
import { drawLossCurve } from "./curve-picture.ts";
import { checkFinite, checkHeldOutLoss, checkStepLoss } from "./divergence.ts";
import { evaluateHeldOut } from "./evaluation.ts";
import type { FitConfig } from "./fit-config.ts";
import type { TrainingData } from "./load-data.ts";
import type { EvaluationAnswer, EvaluationRequest, ReplicaOptions } from "./replica.ts";
import { pruneSnapshots, type RunFolder, snapshotPath } from "./run-folder.ts";
import type { RunState, ScoredStep, WeightsState } from "./run-state.ts";
import { takeBack } from "./saved-run.ts";
import { scheduleOf } from "./schedule.ts";
import { startingParameters } from "./starting-parameters.ts";
import { StepTime } from "./step-time.ts";
import { loadTeacher } from "./teacher.ts";
import { transformerConfigOf } from "./transformer-config.ts";

/** Node 20 cannot run TypeScript: workers load the built replica, also when this file runs as source. */
const replicaFile = import.meta.url.endsWith(".ts") ? "../../dist/fit/replica.js" : "./replica.js";

export interface TrainingRunOptions {
  readonly config: FitConfig;
  readonly data: TrainingData;
  readonly folder: RunFolder;
  /** The state to go on from. */
  readonly state?: RunState;
}

/** Opens a run: starts the workers, with fresh weights or with those of a state. */
export async function openTrainingRun(options: TrainingRunOptions): Promise<TrainingRun> {
  const { config, data, state } = options;
  const model = transformerConfigOf(config, data.tokenizer.tokenizer.vocabularySize);
  const { special: tokens } = data.tokenizer;
  const replicaOptions = {
    model,
    tokens,
    embeddingBits: config.embeddingBits,
    teacher: await loadTeacher(config, data.tokenizer),
  };
  const trainer = await createDataParallelTrainer<Batch>({
    workers: config.workers,
    replicaModule: new URL(replicaFile, import.meta.url),
    replicaOptions: replicaOptions satisfies ReplicaOptions,
    parameters: await startingParameters(config, model, {
      tokenizer: data.tokenizer,
      before: state?.trainer.parameters,
    }),
    optimizer: config.optimizer,
    nativeMatMul: config.nativeMatMul,
  });
  try {
    if (state) await trainer.restore(state.trainer);
    return new TrainingRun(options, model, trainer);
  } catch (error) {
    await trainer.dispose();
    throw error;
  }
}

/** A run in progress: does steps and evaluations one at a time, and writes its files. Made by `openTrainingRun`. */
export class TrainingRun {
  readonly model: TransformerConfig;
  readonly #runId: string | undefined;
  readonly #options: TrainingRunOptions;
  readonly #trainer: DataParallelTrainer<Batch>;
  readonly #sequence: BatchSequence;
  readonly #losses: LossRow[];
  readonly #validations: ValidationRow[];
  readonly #stepTime = new StepTime();
  #best: ScoredStep | undefined;
  #evaluatedStep: number | undefined;
  #step: number;
  #tokens: number;
  #seconds: number;

  constructor(
    options: TrainingRunOptions,
    model: TransformerConfig,
    trainer: DataParallelTrainer<Batch>,
  ) {
    const { config, data, state } = options;
    this.model = model;
    this.#runId = state ? state.runId : randomUUID().slice(0, 8);
    this.#options = options;
    this.#trainer = trainer;
    this.#sequence = new BatchSequence(data.train, config, state?.position);
    this.#losses = [...(state?.losses ?? [])];
    this.#validations = [...(state?.validations ?? [])];
    this.#best = state?.best;
    this.#evaluatedStep = state?.evaluatedStep ?? state?.validations.at(-1)?.step;
    this.#step = state?.step ?? 0;
    this.#tokens = state?.tokens ?? 0;
    this.#seconds = state?.seconds ?? 0;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  get best(): ScoredStep | undefined {
    return this.#best;
  }

  get seconds(): number {
    return this.#seconds;
  }

  get tokens(): number {
    return this.#tokens;
  }

  get validations(): readonly ValidationRow[] {
    return this.#validations;
  }

  get isDone(): boolean {
    return this.#step >= this.#options.config.steps;
  }

  /** Whether the weights as they are should be evaluated and have not been. */
  get isEvaluationDue(): boolean {
    const { evaluateEvery } = this.#options.config;
    if (this.#step === 0 || this.#evaluatedStep === this.#step) return false;
    return this.isDone || (evaluateEvery > 0 && this.#step % evaluateEvery === 0);
  }

  /** One training step.
   *  @throws DivergedError if the weights that it began with are of no use */
  async advance(): Promise<LossRow> {
    const { config, data } = this.#options;
    const start = performance.now();
    const numbers = this.#sequence.next();
    const shards = cutShards(data.train, numbers, config.workers * config.shardsPerWorker);
    const { padding } = data.tokenizer.special;
    const rate = learningRate(this.#step, scheduleOf(config));
    const result = await this.#trainer.step(
      shards.map((shard) => assembleBatch(data.train, shard, padding)),
      { step: this.#step, learningRate: rate, seed: config.seed },
    );
    const { loss, gradientNorm } = result;
    checkStepLoss({ step: this.#step + 1, loss, gradientNorm }, this.model.vocabularySize);
    this.#step++;
    this.#tokens += result.tokens;
    this.#seconds += this.#stepTime.count((performance.now() - start) / 1000);
    const row: LossRow = {
      step: this.#step,
      epoch: this.#sequence.position.epoch,
      tokens: this.#tokens,
      learningRate: rate,
      loss,
      gradientNorm,
    };
    this.#losses.push(row);
    return row;
  }

  /** Scores the weights on every held-out file.
   *  @throws DivergedError if they are of no use */
  async evaluate(): Promise<readonly ValidationRow[]> {
    const { config, data } = this.#options;
    const start = performance.now();
    // The last step that was done says which tensors are binarized, not the next one.
    const step = Math.max(0, this.#step - 1);
    const ask = async (requests: readonly EvaluationRequest[]): Promise<EvaluationAnswer[]> =>
      (await this.#trainer.evaluate(requests, { step })).filter(isAnswer);
    const rows: ValidationRow[] = [];
    for (const heldOut of data.heldOut) {
      const scores = await evaluateHeldOut(ask, heldOut, {
        tokenizer: data.tokenizer,
        batchTokens: config.batchTokens,
        maximumLength: config.model.maximumLength,
        translateSentences: config.translateSentences,
      });
      checkHeldOutLoss(
        { step: this.#step, ...scores },
        {
          vocabularySize: this.model.vocabularySize,
          gradientNorm: this.#losses.at(-1)?.gradientNorm ?? Number.NaN,
        },
      );
      rows.push({ step: this.#step, tokens: this.#tokens, ...scores });
    }
    this.#validations.push(...rows);
    this.#evaluatedStep = this.#step;
    this.#seconds += (performance.now() - start) / 1000;
    return rows;
  }

  /** Whether a snapshot is wanted that no evaluation makes. */
  get isSnapshotDue(): boolean {
    const { snapshotEvery } = this.#options.config;
    return snapshotEvery > 0 && this.#step % snapshotEvery === 0 && !this.isEvaluationDue;
  }

  /** Writes the weights as a snapshot and removes old ones. */
  async keepSnapshot(score?: number): Promise<void> {
    const { folder, config } = this.#options;
    if (config.keepSnapshots === 0) return;
    const run = { step: this.#step, runId: this.#runId };
    await saveCheckpoint(snapshotPath(folder, run), this.#weights(score));
    await pruneSnapshots(folder, { runId: this.#runId, keep: config.keepSnapshots });
  }

  /** Writes the weights just evaluated as a snapshot and, if none were better, as the best, and the curves. Without
   *  held-out text the newest are the best. */
  async keepWeights(): Promise<void> {
    const { folder, config } = this.#options;
    const rows = this.#validations.filter(({ step }) => step === this.#step);
    const score = rows.length === 0 ? this.#step : scoreOf(rows);
    // Float weights score well and are not what the run is for.
    const isFinalKind = config.variant === "float" || this.#step > config.binarizeAt;
    if (isFinalKind && (this.#best === undefined || score > this.#best.score)) {
      await saveCheckpoint(folder.best, this.#weights(score));
      this.#best = { step: this.#step, score };
    }
    await this.keepSnapshot(score);
    await this.writeCurves();
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, data, folder } = this.#options;
    const trainer = this.#trainer.state();
    checkFinite(trainer, this.#step);
    const state: RunState = {
      kind: "run",
      runId: this.#runId,
      config,
      dataSha256: data.sha256,
      step: this.#step,
      position: this.#sequence.position,
      tokens: this.#tokens,
      seconds: this.#seconds,
      trainer,
      losses: this.#losses,
      validations: this.#validations,
      best: this.#best,
      evaluatedStep: this.#evaluatedStep,
    };
    await saveCheckpoint(folder.checkpoint, state);
    await this.writeCurves();
  }

  /** Takes back what was saved of the weights as they are, after they turned out to be of no use; a snapshot or best
   *  weights that held-out text has found good stay.
   *  @returns the step of the checkpoint afterwards; undefined if there is none before these weights */
  async takeBackWeights(): Promise<number | undefined> {
    const { folder } = this.#options;
    const run = { step: this.#step, runId: this.#runId };
    if (!this.#validations.some(({ step }) => step === this.#step)) {
      await rm(snapshotPath(folder, run), { force: true });
      await takeBack(folder.best, run);
    }
    return takeBack(folder.checkpoint, run);
  }

  /** Writes the loss curve and the evaluations as CSV, and the picture. */
  async writeCurves(): Promise<void> {
    const { config, folder } = this.#options;
    const binarizeAt = config.variant === "float" ? undefined : config.binarizeAt;
    await writeWhole(folder.lossCsv, formatLossCsv(this.#losses));
    await writeWhole(folder.validationCsv, formatValidationCsv(this.#validations));
    await writeWhole(
      folder.lossPicture,
      drawLossCurve(this.#losses, this.#validations, binarizeAt),
    );
  }

  /** Ends the workers. */
  async dispose(): Promise<void> {
    await this.#trainer.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #weights(score: number | undefined): WeightsState {
    const parameters = this.#trainer.parameters();
    checkFinite({ parameters }, this.#step);
    return {
      kind: "weights",
      runId: this.#runId,
      model: this.model,
      step: this.#step,
      score,
      tokenizerSha256: this.#options.data.tokenizer.sha256,
      parameters,
    };
  }
}

/** Mean BLEU of the held-out files, or, where nothing was translated, minus the mean loss. */
function scoreOf(rows: readonly ValidationRow[]): number {
  const values = rows.map(({ bleu, loss }) => bleu ?? -loss);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function isAnswer(answer: unknown): answer is EvaluationAnswer {
  return typeof answer === "object" && answer !== null && "kind" in answer;
}
