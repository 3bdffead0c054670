import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { exitCode, UsageError } from "../errors.ts";
import { lockFolder } from "../folder-lock.ts";
import { integerFrom, nonNegative, preset } from "../options.ts";
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
  const { model, schedule } = defaultConfig;
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
      new Option(
        "--references <which>",
        preset("translations of a sentence to learn", defaultConfig.references),
      ).choices([...trainingReferences]),
    )
    .option(
      "--joined-share <share>",
      preset(
        "longer pairs, each of two short ones, to learn beside them, as a share of the pairs",
        defaultConfig.joined.share,
      ),
      nonNegative,
    )
    .option(
      "--planted-share <share>",
      preset(
        "pairs with tags and values put in, to learn beside them, as a share of the pairs",
        defaultConfig.plantedShare,
      ),
      nonNegative,
    )
    .option("--tokenizer <file>", "tokenizer.json, as `tokenizer` writes it")
    .addOption(
      new Option("--size <name>", preset("shape of the model", "M")).choices(Object.keys(sizes)),
    )
    .option(
      "--encoder-layers <number>",
      preset("layers of the encoder, instead of the size's", model.encoderLayers),
      positive,
    )
    .option(
      "--decoder-layers <number>",
      preset("layers of the decoder, instead of the size's", model.decoderLayers),
      positive,
    )
    .option(
      "--features <number>",
      preset("width of the layers, a multiple of the heads", model.features),
      positive,
    )
    .option(
      "--feed-forward <number>",
      preset("width of the hidden layers", model.feedForwardFeatures),
      positive,
    )
    .addOption(
      new Option("--variant <name>", preset("what is binarized", defaultConfig.variant)).choices([
        ...variants,
      ]),
    )
    .option(
      "--binarize-at <step>",
      preset("step from which it is binarized", defaultConfig.binarizeAt),
      count,
    )
    .option("--steps <number>", preset("training steps", defaultConfig.steps), positive)
    .option(
      "--batch-tokens <number>",
      preset("positions of a batch, pairs times longest side", defaultConfig.batchTokens),
      positive,
    )
    .option(
      "--learning-rate <rate>",
      preset("peak of the learning rate", schedule.peakRate),
      nonNegative,
    )
    .option("--warmup <steps>", preset("steps until the peak", schedule.warmupSteps), count)
    .option(
      "--restart <share>",
      preset("share of the peak to which binarization restarts", schedule.restartShare),
      nonNegative,
    )
    .option(
      "--tail <steps>",
      preset("steps at the end with a falling rate", schedule.tailSteps),
      count,
    )
    .option(
      "--initial-weights <file>",
      "weights to start from: a run's best.checkpoint, or a packed model",
    )
    .option(
      "--initial-tokenizer <file>",
      "tokenizer.json of these weights, where it is another: a token that it lacks starts as the mean of its parts there",
    )
    .option(
      "--teacher <file>",
      "weights, or a packed model, whose predictions guide the binarized steps",
    )
    .option(
      "--teacher-share <share>",
      preset("share of the teacher in the targets", defaultConfig.teacher.share),
      nonNegative,
    )
    .option(
      "--dropout <probability>",
      preset("dropout of embeddings and sublayers", model.dropout),
      nonNegative,
    )
    .option(
      "--label-smoothing <share>",
      preset("mass spread over the vocabulary", model.labelSmoothing),
      nonNegative,
    )
    .option(
      "--seed <number>",
      preset("start values, order of the data, dropout", defaultConfig.seed),
      count,
    )
    .option(
      "--workers <number>",
      preset("threads; the outcome depends on it", defaultConfig.workers),
      positive,
    )
    .addOption(
      new Option(
        "--native-matmul <when>",
        preset("onnxruntime-node's matrix product", defaultConfig.nativeMatMul),
      ).choices(["auto", "on", "off"]),
    )
    .option(
      "--checkpoint-minutes <minutes>",
      preset("time between checkpoints", defaultConfig.checkpointMinutes),
      nonNegative,
    )
    .option(
      "--evaluate-every <steps>",
      preset("steps between evaluations; 0: only at the end", defaultConfig.evaluateEvery),
      count,
    )
    .option(
      "--translate-sentences <number>",
      preset("translated per held-out file for BLEU", defaultConfig.translateSentences),
      count,
    )
    .option(
      "--snapshot-every <steps>",
      preset("steps between snapshots; 0: at evaluations", defaultConfig.snapshotEvery),
      count,
    )
    .option(
      "--keep-snapshots <number>",
      preset("newest snapshots kept for averaging", defaultConfig.keepSnapshots),
      count,
    )
    .option("--stop-after-minutes <minutes>", "stop with a checkpoint after this time", nonNegative)
    .addHelpText(
      "after",
      `
What no option sets is in the run's config.json, a file as --config takes it.

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
