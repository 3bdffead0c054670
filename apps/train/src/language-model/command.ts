import type { Command } from "commander";
import { checkUnchanged, runStart } from "../epochs/run-start.ts";
import { exitCode, UsageError } from "../errors.ts";
import { listenForStop } from "../fit/stop-request.ts";
import { lockFolder } from "../folder-lock.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { refuseFile } from "../write-whole.ts";
import { byteVocabularySize } from "./byte-tokenizer.ts";
import { isLanguageModelState } from "./run-state.ts";
import {
  configOf,
  languageModelFolder,
  type TrainLanguageModelOptions,
  trainLanguageModel,
} from "./train-language-model.ts";

/** Adds `language-model` to a program: trains a small decoder on bytes of a text. */
export function registerLanguageModelCommand(program: Command): void {
  const positive = integerFrom(1);
  program
    .command("language-model")
    .summary("train a small language model on a text")
    .description(
      "Trains a decoder in the shape of GPT-2 on texts, of which the last tenth is held out, and writes a checkpoint as Hugging Face stores it: config.json, tokenizer.json, model.safetensors.",
    )
    .requiredOption("--text <files...>", "texts to train on")
    .requiredOption("--out <folder>", "where the checkpoint goes")
    .option("--features <number>", "width of the model", positive, 128)
    .option("--layers <number>", "blocks", positive, 4)
    .option("--heads <number>", "heads of attention; features must be a multiple", positive, 4)
    .option(
      "--vocabulary-size <tokens>",
      "bytes, the end of a text, and frequent pairs of them",
      integerFrom(byteVocabularySize),
      byteVocabularySize,
    )
    .option("--length <tokens>", "positions of a text", positive, 128)
    .option("--steps <number>", "steps", positive, 1000)
    .option("--batch <texts>", "texts in a step", positive, 16)
    .option("--learning-rate <rate>", "greatest learning rate", nonNegative, 0.003)
    .option("--seed <number>", "starting values, and what is drawn", integerFrom(0), 0)
    .option("--resume", "go on with the run in --out, to the same weights as if it had not stopped")
    .option("--checkpoint-minutes <number>", "minutes between two checkpoints", nonNegative, 1)
    .addHelpText(
      "after",
      `
Ctrl+C (or SIGTERM) finishes the step, saves a checkpoint and exits with code ${exitCode.interrupted}; --resume goes on from there.`,
    )
    .action(runLanguageModelCommand);
}

interface LanguageModelCommandOptions
  extends Omit<TrainLanguageModelOptions, "onStep" | "state" | "stop"> {
  readonly resume?: boolean;
}

async function runLanguageModelCommand({
  resume = false,
  ...options
}: LanguageModelCommandOptions): Promise<void> {
  const { features, heads, steps, out, learningRate } = options;
  if (features % heads !== 0) {
    throw new UsageError(`--features (${features}) must be a multiple of --heads (${heads})`);
  }
  if (learningRate === 0) throw new UsageError("--learning-rate must be positive");
  await refuseFile("--out", out);
  using _lock = await lockFolder(out);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const isState = isLanguageModelState;
  const state = await runStart(languageModelFolder(out), { resume, isState, note });
  if (state) checkUnchanged(state.config, configOf(options), { changeable: [], where: out });
  using stop = listenForStop(undefined);
  const onStep = (step: number, loss: number): void => {
    if (step % 50 === 0 || step === steps)
      note(`step ${step} of ${steps}: loss ${loss.toFixed(4)}`);
  };
  const { parameters, heldOutLoss, step } = await trainLanguageModel({
    ...{ ...options, state, stop, onStep },
  });
  if (heldOutLoss === undefined) {
    process.exitCode = exitCode.interrupted;
    process.stdout.write(`stopped at step ${step} of ${steps}; --resume goes on\n`);
    return;
  }
  process.stdout.write(
    `${out}: ${parameters} parameters, held-out loss ${heldOutLoss.toFixed(4)} a token\n`,
  );
}
