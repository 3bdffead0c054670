import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { exitCode, UsageError } from "../errors.ts";
import { lockFolder } from "../folder-lock.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { type FitResult, fit } from "./fit.ts";
import {
  defaultConfig,
  type FitConfig,
  sizes,
  trainingReferences,
  variants,
} from "./fit-config.ts";
import { type FitFlags, resolveConfig } from "./fit-options.ts";
import { overlay } from "./overlay.ts";
import { fileExists, runFolder } from "./run-folder.ts";
import { openSavedRun } from "./saved-run.ts";

/** What `fit` is told. */
export interface FitCommandOptions extends FitFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly stopAfterMinutes?: number;
}

/** Adds `fit` to a program: trains a model and leaves checkpoints and curves in a folder. */
export function registerFitCommand(program: Command): void {
  const count = integerFrom(0);
  const positive = integerFrom(1);
  program
    .command("fit")
    .summary("train a model")
    .description(
      "Trains an encoder-decoder Transformer on sentence pairs. The folder given with --out holds the checkpoint, the best weights, loss.csv, validation.csv and loss.svg.",
    )
    .requiredOption("--out <folder>", "where the run lives; keep it outside the checkout")
    .option("--resume", "go on with the run in --out, to the same curve as if it had not stopped")
    .option("--config <file>", "settings as JSON; flags win over it (see config.json of a run)")
    .option("--data <folder>", "folder with train.tsv and <name>-val.tsv, as `corpus` writes it")
    .addOption(
      new Option("--references <which>", "translations of a sentence to learn").choices([
        ...trainingReferences,
      ]),
    )
    .option(
      "--joined-share <share>",
      "longer pairs, each of two short ones, to learn beside them, as a share of the pairs",
      nonNegative,
    )
    .option(
      "--planted-share <share>",
      "pairs with tags and values put in, to learn beside them, as a share of the pairs",
      nonNegative,
    )
    .option("--tokenizer <file>", "tokenizer.json, as `tokenizer` writes it")
    .addOption(new Option("--size <name>", "shape of the model").choices(Object.keys(sizes)))
    .option("--encoder-layers <number>", "layers of the encoder, instead of the size's", positive)
    .option("--decoder-layers <number>", "layers of the decoder, instead of the size's", positive)
    .option("--features <number>", "width of the layers, a multiple of the heads", positive)
    .option("--feed-forward <number>", "width of the hidden layers", positive)
    .addOption(new Option("--variant <name>", "what is binarized").choices([...variants]))
    .option("--binarize-at <step>", "step from which it is binarized", count)
    .option("--steps <number>", "training steps", positive)
    .option("--batch-tokens <number>", "positions of a batch, pairs times longest side", positive)
    .option("--learning-rate <rate>", "peak of the learning rate", nonNegative)
    .option("--warmup <steps>", "steps until the peak", count)
    .option("--restart <share>", "share of the peak to which binarization restarts", nonNegative)
    .option("--tail <steps>", "steps at the end with a falling rate", count)
    .option(
      "--initial-weights <file>",
      "weights to start from: a run's best.checkpoint, or a packed model",
    )
    .option(
      "--teacher <file>",
      "weights, or a packed model, whose predictions guide the binarized steps",
    )
    .option("--teacher-share <share>", "share of the teacher in the targets", nonNegative)
    .option("--dropout <probability>", "dropout of embeddings and sublayers", nonNegative)
    .option("--label-smoothing <share>", "mass spread over the vocabulary", nonNegative)
    .option("--seed <number>", "start values, order of the data, dropout", count)
    .option("--workers <number>", "threads; the outcome depends on it", positive)
    .addOption(
      new Option("--native-matmul <when>", "onnxruntime-node's matrix product").choices([
        "auto",
        "on",
        "off",
      ]),
    )
    .option("--checkpoint-minutes <minutes>", "time between checkpoints", nonNegative)
    .option("--evaluate-every <steps>", "steps between evaluations; 0: only at the end", count)
    .option("--translate-sentences <number>", "translated per held-out file for BLEU", count)
    .option("--snapshot-every <steps>", "steps between snapshots; 0: at evaluations", count)
    .option("--keep-snapshots <number>", "newest snapshots kept for averaging", count)
    .option("--stop-after-minutes <minutes>", "stop with a checkpoint after this time", nonNegative)
    .addHelpText(
      "after",
      `
Defaults: ${JSON.stringify(defaultConfig)}

Ctrl+C (or SIGTERM) finishes the step, saves a checkpoint and exits with code ${exitCode.interrupted}; --resume goes on from there.`,
    )
    .action(async (options: FitCommandOptions) => {
      await startFit(options);
    });
}

/** How a run starts that is not told otherwise. */
export interface FitStart {
  /** Settings of a new run where the options say nothing. */
  readonly base?: FitConfig;
  /** Configuration file that wins over the options. */
  readonly over?: string;
  /** Whether `resume` starts a run where there is none to go on with. */
  readonly orNew?: boolean;
}

/** Starts a run in the folder given, or goes on with the one in it.
 *  @throws UsageError if the folder holds a run and `resume` is not said, or none and it is, or if another process writes
 *    there. */
export async function startFit(
  options: FitCommandOptions,
  { base = defaultConfig, over, orNew = false }: FitStart = {},
): Promise<FitResult> {
  const folder = runFolder(resolve(options.out));
  using _lock = await lockFolder(folder.path);
  const isResumed = options.resume === true;
  if (!isResumed && (await fileExists(folder.checkpoint))) {
    throw new UsageError(
      `${folder.path}: holds a run already; add --resume to go on with it, or name another folder`,
    );
  }
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const state = isResumed ? await openSavedRun(folder, note) : undefined;
  if (isResumed && state === undefined && !orNew) {
    throw new UsageError(`${folder.path}: holds no run to go on with; --resume is for one that is`);
  }
  // Settings that are newer than the run have their defaults.
  const before = state
    ? overlay(defaultConfig, state.config, { where: folder.checkpoint, open: ["validation"] })
    : base;
  const config = await resolveConfig(options, before, over);
  const { stopAfterMinutes } = options;
  const result = await fit({ config, folder, state, stopAfterMinutes });
  if (result.stopped === "SIGINT" || result.stopped === "SIGTERM") {
    process.exitCode = exitCode.interrupted;
  }
  return result;
}
