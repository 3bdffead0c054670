import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import {
  createTextEncoder,
  type EncoderConfig,
  learningRate,
  type Parameters,
  type TextEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { parametersOf, valuesOf, variablesOf } from "../encoder/encoder-variables.ts";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";
import { checkLoss } from "../epochs/check-loss.ts";
import {
  formatLossCsv,
  formatScoresCsv,
  type LossRow,
  type Score,
  type ScoreRow,
} from "../epochs/curves.ts";
import { EpochOrder } from "../epochs/epoch-order.ts";
import { EpochProgress } from "../epochs/epoch-progress.ts";
import { optimizerState, restoreOptimizer } from "../epochs/optimizer-state.ts";
import { writeWhole } from "../write-whole.ts";
import { labelledObjective } from "./labelled-objective.ts";
import { maskedObjective } from "./masked-objective.ts";
import { startingEncoder } from "./starting-encoder.ts";
import type { TextConfig } from "./text-config.ts";
import type { TextObjective } from "./text-objective.ts";
import type { TextRunFolder } from "./text-run-folder.ts";
import type { TextRunState } from "./text-run-state.ts";
import type { TextSet, TextSplits } from "./text-splits.ts";
import { openTextTeacher } from "./text-teacher.ts";

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
    outputs: Math.max(1, splits.classNames.length),
  };
  const order = new EpochOrder({ ...config, count: splits.train.texts.length });
  const firstBatch = order.at(0);
  const starting = await startingEncoder(config, encoder, { splits, state, firstBatch });
  const variables = variablesOf(encoder, valuesOf(starting), { trainable: true });
  const optimizer = new AdamOptimizer(config.learningRate);
  if (state) await restoreOptimizer(optimizer, state.optimizer);
  const objective = await objectiveOf(options, createTextEncoder(encoder, variables));
  return new TextRun(options, { encoder, variables, optimizer, order, objective });
}

async function objectiveOf(
  { config, splits }: TextRunOptions,
  encoder: TextEncoder,
): Promise<TextObjective> {
  if (config.objective === "masked") {
    return maskedObjective(encoder, splits, config.seed);
  }
  const teacher =
    config.teacher === undefined
      ? undefined
      : await openTextTeacher(config.teacher, config, encoder.config, splits);
  return labelledObjective(encoder, splits, teacher);
}

interface RunParts {
  readonly encoder: EncoderConfig;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: AdamOptimizer;
  readonly order: EpochOrder;
  readonly objective: TextObjective;
}

/** A run in progress: does steps and evaluations one at a time, and writes its files. Made by `openTextRun`. */
export class TextRun {
  readonly encoder: TextEncoder;
  readonly progress: EpochProgress<TextSet, Score>;
  readonly #options: TextRunOptions;
  readonly #parts: RunParts;

  constructor(options: TextRunOptions, parts: RunParts) {
    const { config, splits, state } = options;
    this.encoder = createTextEncoder(parts.encoder, parts.variables);
    this.#options = options;
    this.#parts = parts;
    const { stepsPerEpoch } = parts.order;
    const { epochs } = config;
    this.progress = new EpochProgress({ epochs, stepsPerEpoch, sets: splits, state });
  }

  /** The values of the parameters as they are. */
  parameters(): Parameters {
    const { encoder, variables } = this.#parts;
    return parametersOf(encoder, variables);
  }

  /** One training step.
   *  @throws Error if the loss is no finite number */
  advance(): LossRow {
    const { config, folder } = this.#options;
    const { order, optimizer, variables, objective } = this.#parts;
    const start = performance.now();
    const { step } = this.progress;
    const rate = this.#rate();
    const learned = objective.stepOf(order.at(step), step);
    const { value, gradients } = this.encoder.gradients(learned.batch, learned.loss, {
      step,
      seed: config.seed,
    });
    const [loss] = value.dataSync();
    const { checkpoint } = folder;
    checkLoss(loss, { step, checkpoint, learningRate: config.learningRate });
    optimizer.learningRate = rate;
    optimizer.applyGradients(
      [...gradients].map(([name, tensor]) => ({ name: variables.get(name)?.name ?? name, tensor })),
    );
    tf.dispose([value, ...gradients.values()]);
    learned.dispose();
    return this.progress.countStep(start, { learningRate: rate, loss });
  }

  /** Scores the encoder as it is on the texts held out, or, where none are, the test texts; on both at the end. */
  evaluate(): Promise<readonly ScoreRow<Score>[]> {
    return this.progress.evaluate((set) => this.#parts.objective.scoreOf(set));
  }

  /** Writes the checkpoint from which the run can go on, and the curves. */
  async save(): Promise<void> {
    const { config, splits, folder } = this.#options;
    const { encoder, optimizer } = this.#parts;
    const state: TextRunState = {
      kind: "text-run",
      ...{ config, encoder, classNames: splits.classNames, dataSha256: splits.sha256 },
      tokenizerSha256: splits.tokens.tokenizerSha256,
      ...(splits.scale && { scale: splits.scale }),
      ...this.progress.state,
      parameters: valuesOf(this.parameters()),
      optimizer: await optimizerState(optimizer),
    };
    await saveCheckpoint(folder.checkpoint, state);
    await writeWhole(folder.lossCsv, formatLossCsv(state.losses));
    await writeWhole(folder.validationCsv, formatScoresCsv(state.scores));
  }

  [Symbol.dispose](): void {
    tf.dispose([...this.#parts.variables.values()]);
    this.#parts.objective.dispose();
  }

  /** Rises linearly, then falls linearly to 0. */
  #rate(): number {
    const { learningRate: peak, warmup } = this.#options.config;
    const { step, steps } = this.progress;
    const warmupSteps = Math.max(1, Math.round(warmup * steps));
    const tail = { kind: "linear", step: warmupSteps - 1, endStep: steps, rate: 0 } as const;
    return learningRate(step, { peak, warmupSteps, tail });
  }
}
