import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { writeSafetensors } from "@bnnkit/model";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import * as tf from "@tensorflow/tfjs";
import { AdamOptimizer } from "../epochs/adam-optimizer.ts";
import { type EpochRunFolder, epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { optimizerState, restoreOptimizer } from "../epochs/optimizer-state.ts";
import { UsageError } from "../errors.ts";
import type { StopRequest } from "../fit/stop-request.ts";
import { makeFolder } from "../make-folder.ts";
import { writeAllWhole } from "../write-whole.ts";
import { Network } from "./network.ts";
import { configFile } from "./network-config.ts";
import type { LanguageModelConfig, LanguageModelState } from "./run-state.ts";
import { joined, readSplitTexts } from "./split-texts.ts";

export interface TrainLanguageModelOptions extends LanguageModelConfig {
  /** Paths of texts. */
  readonly text: readonly string[];
  /** Folder of the checkpoint. */
  readonly out: string;
  /** The state to go on from. */
  readonly state?: LanguageModelState | undefined;
  /** Asked between steps; absent: the run goes to its end. */
  readonly stop?: Pick<StopRequest, "reason">;
  /** Minutes between two states that are saved; default 1. */
  readonly checkpointMinutes?: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

export interface TrainLanguageModelResult {
  /** Steps that are done. */
  readonly step: number;
  readonly parameters: number;
  /** Mean loss of a token that was held out, in natural units; undefined of a run that was stopped. */
  readonly heldOutLoss: number | undefined;
}

/** Texts of `length` tokens that are scored at the end, at most. */
const mostScored = 32;

/** Trains a decoder on tokens of bytes and writes a checkpoint as Hugging Face stores GPT-2, or, where it is asked to stop, the state that the
 *  run goes on from. The learning rate rises over a twentieth of the steps and falls as a cosine.
 *  @throws UsageError for texts that cannot be read, are too short or not those of the state. */
export async function trainLanguageModel(
  options: TrainLanguageModelOptions,
): Promise<TrainLanguageModelResult> {
  const { length, steps, batch, learningRate, seed, out, onStep, stop, state } = options;
  const { trained, heldOut, tokenizer, vocabularySize, sha256 } = await readSplitTexts(options);
  if (state !== undefined && state.textSha256 !== sha256) {
    throw new UsageError(`${out}: belongs to other texts; give those, or another folder`);
  }
  await installTrainingBackend();
  const network = new Network({ ...options, vocabularySize }, seed);
  const optimizer = new AdamOptimizer(learningRate);
  if (state !== undefined) await restore(network, optimizer, state);
  const draw = numbersFrom(seed);
  const save = (step: number): Promise<void> =>
    saveState({ config: configOf(options), textSha256: sha256, step }, { out, network, optimizer });
  let step = state?.step ?? 0;
  for (let drawn = 0; drawn < step * batch; drawn++) draw();
  let savedAt = performance.now();
  while (step < steps && stop?.reason === undefined) {
    optimizer.learningRate = learningRate * rateShare(step, steps);
    const starts = Array.from({ length: batch }, () =>
      Math.floor(draw() * (trained.length - length)),
    );
    const cost = optimizer.minimize(() => network.loss(windows(trained, starts, length)), true);
    const [loss] = cost === null ? [Number.NaN] : await cost.data<"float32">();
    cost?.dispose();
    if (!Number.isFinite(loss)) throw new Error(`the loss of step ${step + 1} is ${loss}`);
    step++;
    onStep?.(step, loss);
    if (performance.now() - savedAt >= 60_000 * (options.checkpointMinutes ?? 1)) {
      await save(step);
      savedAt = performance.now();
    }
    await setImmediate();
  }
  await save(step);
  const isDone = step === steps;
  const heldOutLoss = isDone ? meanLoss(network, heldOut, length) : undefined;
  if (isDone) await writeCheckpoint(out, network, tokenizer);
  const parameters = [...network.variables.values()].reduce((sum, { size }) => sum + size, 0);
  network.dispose();
  return { step, parameters, heldOutLoss };
}

/** What of the options decides the outcome. */
export function configOf({
  vocabularySize,
  features,
  layers,
  heads,
  length,
  steps,
  batch,
  learningRate,
  seed,
}: LanguageModelConfig): LanguageModelConfig {
  return {
    ...{ vocabularySize, features, layers, heads, length },
    ...{ steps, batch, learningRate, seed },
  };
}

async function restore(
  { variables }: Network,
  optimizer: AdamOptimizer,
  { parameters, optimizer: weights }: LanguageModelState,
): Promise<void> {
  for (const [name, variable] of variables) {
    tf.tidy(() => variable.assign(tf.tensor(parameters[name], variable.shape)));
  }
  await restoreOptimizer(optimizer, weights);
}

async function saveState(
  run: Pick<LanguageModelState, "config" | "textSha256" | "step">,
  {
    out,
    network,
    optimizer,
  }: { readonly out: string; readonly network: Network; readonly optimizer: AdamOptimizer },
): Promise<void> {
  const values = [...network.variables].map(
    ([name, variable]) => [name, Float32Array.from(variable.dataSync())] as const,
  );
  const state: LanguageModelState = {
    kind: "language-model-run",
    ...run,
    parameters: Object.fromEntries(values),
    optimizer: await optimizerState(optimizer),
  };
  await makeFolder(out);
  await saveCheckpoint(languageModelFolder(out).checkpoint, state);
}

/** The files of a run in a folder. */
export function languageModelFolder(
  out: string,
): Pick<EpochRunFolder, "path" | "checkpoint" | "model"> {
  const { path, checkpoint, model } = epochRunFolder(out);
  return { path, checkpoint, model };
}

/** Stretches of length + 1 ids. */
function windows(ids: Int32Array, starts: readonly number[], length: number): tf.Tensor2D {
  const data = joined(starts.map((start) => ids.subarray(start, start + length + 1)));
  return tf.tensor2d(data, [starts.length, length + 1], "int32");
}

function meanLoss(network: Network, ids: Int32Array, length: number): number {
  const count = Math.min(mostScored, Math.floor((ids.length - 1) / length));
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += tf.tidy(() => network.loss(windows(ids, [i * length], length)).dataSync()[0]);
  }
  return sum / count;
}

function rateShare(step: number, steps: number): number {
  const warmUp = Math.ceil(steps / 20);
  if (step < warmUp) return (step + 1) / warmUp;
  return 0.5 * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp)));
}

async function writeCheckpoint(
  out: string,
  { variables, config }: Network,
  tokenizer: string,
): Promise<void> {
  const tensors = new Map(
    [...variables].map(([name, variable]) => {
      const data = variable.dataSync<"float32">().slice();
      return [name, { dtype: "F32", shape: variable.shape, data }] as const;
    }),
  );
  await makeFolder(out);
  await writeAllWhole([
    { path: resolve(out, "config.json"), content: configFile(config) },
    { path: resolve(out, "tokenizer.json"), content: tokenizer },
    {
      path: resolve(out, "model.safetensors"),
      content: writeSafetensors({ tensors, metadata: { format: "pt" } }),
    },
  ]);
}

/** Numbers in 0 ≤ u < 1 from a linear congruential generator, which places of a text need no better. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
