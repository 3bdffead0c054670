import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import {
  batchOfTexts,
  createTextEncoder,
  type EncoderConfig,
  encoderParameterShapes,
  learningRate,
  type Parameters,
  type TextEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { StepTime } from "../fit/step-time.ts";
import { AdamOptimizer } from "../image/adam-optimizer.ts";
import { EpochOrder } from "../image/epoch-order.ts";
import {
  formatImageLossCsv,
  formatImageScoresCsv,
  type ImageLossRow,
  type ImageScoreRow,
} from "../image/image-curves.ts";
import { optimizerState, restoreOptimizer } from "../image/optimizer-state.ts";
import { writeWhole } from "../write-whole.ts";
import { variablesOf } from "./encoder-variables.ts";
import { scoreOf, scoresOf } from "./score-encoder.ts";
import { startingEncoder } from "./starting-encoder.ts";
import type { TextConfig } from "./text-config.ts";
import type { TextRunFolder } from "./text-run-folder.ts";
import type { TextRunState } from "./text-run-state.ts";
import type { TextSet, TextSplits } from "./text-splits.ts";
import { type OutputsLoss, openTextTeacher, type TextTeacher } from "./text-teacher.ts";

export interface TextRunOptions {
  readonly config: TextConfig;
  readonly splits: TextSplits;
  readonly folder: TextRunFolder;
  /** The state to go on from. */
  readonly state?: TextRunState | undefined;
}

/** Opens a run with a fresh encoder, or with that of a state.
 *  @throws UsageError if there is no such teacher or no such weights, or they are of another shape. */
export async function openTextRun(options: TextRunOptions): Promise<TextRun> {
  const { config, splits, state } = options;
  await installTrainingBackend({ nativeMatMul: config.nativeMatMul });
  const encoder: EncoderConfig = {
    ...config.encoder,
    vocabularySize: splits.tokens.vocabularySize,
    outputs: splits.classNames.length,
  };
  const order = new EpochOrder({ ...config, count: splits.train.texts.length });
  const firstBatch = order.at(0);
  const starting = await startingEncoder(config, encoder, { splits, state, firstBatch });
  const values = Object.entries(starting).map(([name, own]) => [name, own.values]);
  const variables = variablesOf(encoder, Object.fromEntries(values), { trainable: true });
  const optimizer = new AdamOptimizer(config.learningRate);
  if (state) await restoreOptimizer(optimizer, state.optimizer);
  const teacher =
    config.teacher === undefined
      ? undefined
      : await openTextTeacher(config.teacher, config, encoder, splits);
  return new TextRun(options, { encoder, variables, optimizer, order, teacher });
}

interface RunParts {
  readonly encoder: EncoderConfig;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: AdamOptimizer;
  readonly order: EpochOrder;
  readonly teacher: TextTeacher | undefined;
}

/** A run in progress: does steps and evaluations one at a time, and writes its files. Made by `openTextRun`. */
export class TextRun {
  readonly encoder: TextEncoder;
  readonly #options: TextRunOptions;
  readonly #parts: RunParts;
  readonly #losses: ImageLossRow[];
  readonly #scores: ImageScoreRow[];
  readonly #stepTime = new StepTime();
  #step: number;
  #seconds: number;

  constructor(options: TextRunOptions, parts: RunParts) {
    const { state } = options;
    this.encoder = createTextEncoder(parts.encoder, parts.variables);
    this.#options = options;
    this.#parts = parts;
    this.#losses = [...(state?.losses ?? [])];
    this.#scores = [...(state?.scores ?? [])];
    this.#step = state?.step ?? 0;
    this.#seconds = state?.seconds ?? 0;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** Steps of the whole run. */
  get steps(): number {
    return this.#options.config.epochs * this.#parts.order.stepsPerEpoch;
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
    if (this.#step === 0 || this.#step % this.#parts.order.stepsPerEpoch !== 0) return false;
    const [{ name }] = this.#setsToScore().slice(-1);
    return !this.#scores.some((row) => row.step === this.#step && row.name === name);
  }

  /** The values of the parameters as they are. */
  parameters(): Parameters {
    const { encoder, variables } = this.#parts;
    return Object.fromEntries(
      encoderParameterShapes(encoder).map(({ name, shape }) => [
        name,
        { shape, values: Float32Array.from(variables.get(name)?.dataSync() ?? []) },
      ]),
    );
  }

  /** One training step.
   *  @throws Error if the loss is no finite number */
  advance(): ImageLossRow {
    const { config, splits, folder } = this.#options;
    const { order, optimizer, variables, teacher } = this.#parts;
    const start = performance.now();
    const rate = this.#rate();
    const indices = order.at(this.#step);
    const batch = batchOfTexts(
      indices.map((index) => splits.train.texts[index]),
      splits.tokens.padding,
    );
    const taught = teacher?.lossOn(batch);
    const labels = indices.map((index) => splits.train.labels[index]);
    const ofLabels: OutputsLoss = ({ scores }) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(labels, splits.classNames.length), scores).asScalar();
    const { value, gradients } = this.encoder.gradients(batch, taught?.loss ?? ofLabels, {
      step: this.#step,
      seed: config.seed,
    });
    const [loss] = value.dataSync();
    if (!Number.isFinite(loss)) {
      throw new Error(
        `the run diverged at step ${this.#step + 1}: its loss is ${loss}\n` +
          `${folder.checkpoint} is from before; go on from there with a smaller rate: --resume --learning-rate R, R below ${config.learningRate}`,
      );
    }
    optimizer.learningRate = rate;
    optimizer.applyGradients(
      [...gradients].map(([name, tensor]) => ({ name: variables.get(name)?.name ?? name, tensor })),
    );
    tf.dispose([value, ...gradients.values()]);
    taught?.dispose();
    const epoch = Math.floor(this.#step / order.stepsPerEpoch);
    this.#step++;
    this.#seconds += this.#stepTime.count((performance.now() - start) / 1000);
    const row = { step: this.#step, epoch, learningRate: rate, loss };
    this.#losses.push(row);
    return row;
  }

  /** Scores the encoder as it is on the texts held out, or, where none are, the test texts; on both at the end. */
  async evaluate(): Promise<readonly ImageScoreRow[]> {
    const start = performance.now();
    const { splits } = this.#options;
    const epoch = Math.ceil(this.#step / this.#parts.order.stepsPerEpoch) - 1;
    const rows: ImageScoreRow[] = [];
    for (const { name, set } of this.#setsToScore()) {
      const scores = await scoresOf(this.encoder, set, splits.tokens.padding);
      rows.push({ step: this.#step, epoch, name, ...scoreOf(scores, set.labels) });
    }
    this.#scores.push(...rows);
    this.#seconds += (performance.now() - start) / 1000;
    return rows;
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, splits, folder } = this.#options;
    const { encoder, optimizer } = this.#parts;
    const values = Object.entries(this.parameters()).map(([name, own]) => [name, own.values]);
    const state: TextRunState = {
      kind: "text-run",
      ...{ config, encoder, classNames: splits.classNames, dataSha256: splits.sha256 },
      tokenizerSha256: splits.tokens.tokenizerSha256,
      step: this.#step,
      seconds: this.#seconds,
      parameters: Object.fromEntries(values),
      optimizer: await optimizerState(optimizer),
      losses: this.#losses,
      scores: this.#scores,
    };
    await saveCheckpoint(folder.checkpoint, state);
    await writeWhole(folder.lossCsv, formatImageLossCsv(this.#losses));
    await writeWhole(folder.validationCsv, formatImageScoresCsv(this.#scores));
  }

  [Symbol.dispose](): void {
    tf.dispose([...this.#parts.variables.values()]);
    this.#parts.teacher?.dispose();
  }

  /** Rises linearly, then falls linearly to 0. */
  #rate(): number {
    const { learningRate: peak, warmup } = this.#options.config;
    const warmupSteps = Math.max(1, Math.round(warmup * this.steps));
    const tail = { kind: "linear", step: warmupSteps - 1, endStep: this.steps, rate: 0 } as const;
    return learningRate(this.#step, { peak, warmupSteps, tail });
  }

  #setsToScore(): readonly { readonly name: ImageScoreRow["name"]; readonly set: TextSet }[] {
    const { heldOut, test } = this.#options.splits;
    const ofTest = { name: "test", set: test } as const;
    if (heldOut === undefined) return [ofTest];
    const ofHeldOut = { name: "validation", set: heldOut } as const;
    return this.isDone ? [ofHeldOut, ofTest] : [ofHeldOut];
  }
}
