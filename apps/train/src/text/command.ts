import { resolve } from "node:path";
import { binarizationSchemes, formatPrecision } from "@bnnkit/transformer";
import { type Command, Option } from "commander";
import { distillationLosses } from "../encoder/distillation.ts";
import { formatScore } from "../epochs/curves.ts";
import { addRunOptions } from "../epochs/run-options.ts";
import { runStart } from "../epochs/run-start.ts";
import { exitCode, UsageError } from "../errors.ts";
import { listenForStop } from "../fit/stop-request.ts";
import { lockFolder } from "../folder-lock.ts";
import { integerFrom, nonNegative, preset } from "../options.ts";
import { openSavedState } from "../saved-state.ts";
import { baseVocabularySize } from "../tokenizer/tokenizer-file.ts";
import { objectiveNames, type TextConfig, textDefaults } from "./text-config.ts";
import { newTextConfig, resumedTextConfig, type TextFlags } from "./text-options.ts";
import { type TextRunFolder, textRunFolder } from "./text-run-folder.ts";
import { isTextRunState } from "./text-run-state.ts";
import {
  type TextModelResult,
  type TextResult,
  type TrainTextsResult,
  trainTexts,
} from "./train-texts.ts";

interface TextCommandOptions extends TextFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly stopAfterMinutes?: number;
  readonly json?: boolean;
}

/** Adds `text` to a program: trains an encoder that classifies texts and leaves checkpoints, curves and the model in a folder. */
export function registerTextCommand(program: Command): void {
  const positive = integerFrom(1);
  const { encoder } = textDefaults;
  const command = program
    .command("text")
    .summary("train an encoder that classifies or scores texts, or fills them in")
    .description(
      "Trains a Transformer encoder, binarized as in BiT or float, on labels, or numbers, and texts, with tabs between them, or commas in a .csv. The folder given with --out holds the checkpoint, tokenizer.json, loss.csv, validation.csv, and at the end model.safetensors.",
    )
    .requiredOption("--out <folder>", "where the run lives; keep it outside the checkout")
    .option("--resume", "go on with the run in --out, to the same curve as if it had not stopped")
    .addOption(
      new Option(
        "--objective <what>",
        preset(
          "classes of texts, a number of each (regression), or tokens that are taken out of them (masked), to fill texts in or to start another run from",
          "classes",
        ),
      ).choices([...objectiveNames]),
    )
    .option(
      "--train <file>",
      "rows to train on, .tsv or .csv: the label, or number, first, the text last; of masked tokens a text a line",
    )
    .option("--test <file>", "rows to test with")
    .option("--tokenizer <file>", "a tokenizer.json (default: one is trained on the texts)")
    .option(
      "--vocabulary-size <tokens>",
      preset("tokens of a tokenizer that is trained here", textDefaults.vocabularySize),
      integerFrom(baseVocabularySize),
    )
    .option(
      "--precision <bits>",
      preset(
        "bits of weights, embedding and activations, such as 1-1-1",
        formatPrecision(encoder.precision),
      ),
    )
    .addOption(
      new Option(
        "--scheme <name>",
        preset("two sets as in BiT, or softmax-aware as in BiViT", "two-set"),
      ).choices([...binarizationSchemes]),
    )
    .addOption(
      new Option(
        "--weight-scales <rule>",
        preset("scales of softmax-aware weights: mean magnitudes of rows, or learned", "mean"),
      ).choices(["mean", "learned"]),
    )
    .option("--features <number>", preset("width of the rows", encoder.features), positive)
    .option("--heads <number>", preset("heads of attention", encoder.heads), positive)
    .option(
      "--feed-forward-features <number>",
      preset("width inside the feed-forward layers", encoder.feedForwardFeatures),
      positive,
    )
    .option("--layers <number>", preset("layers", encoder.layers), positive)
    .option(
      "--maximum-length <tokens>",
      preset("tokens of a text that are read", encoder.maximumLength),
      positive,
    )
    .option("--dropout <share>", preset("dropout", encoder.dropout), nonNegative)
    .option(
      "--attention-dropout <share>",
      preset("dropout of attention", encoder.attentionDropout ?? 0),
      nonNegative,
    )
    .addOption(
      new Option(
        "--normalization <where>",
        preset("layer norms before or after each sublayer", encoder.normalization),
      ).choices(["before", "after"]),
    )
    .addOption(
      new Option("--positions <kind>", preset("table of positions", encoder.positions)).choices([
        "sinusoidal",
        "learned",
      ]),
    )
    .addOption(
      new Option("--pooling <rows>", preset("what is scored", encoder.pooling)).choices([
        "first",
        "mean",
      ]),
    )
    .option("--pooler", "a dense layer and tanh behind the pooling, as in BERT")
    .option(
      "--initial-weights <folder>",
      "run of text, of whatever precision, whose parameters and shape are the first ones",
    )
    .option("--teacher <folder>", "run of text that is imitated in the place of the labels")
    .option(
      "--distill <losses...>",
      preset(
        `what of the teacher is imitated: ${distillationLosses.join(", ")}`,
        textDefaults.distill.join(" "),
      ),
    )
    .option("--epochs <number>", preset("passes over the texts", textDefaults.epochs), positive)
    .option("--batch <texts>", preset("texts of a step", textDefaults.batch), positive)
    .option(
      "--learning-rate <rate>",
      preset("rate at the end of the warm-up; from there it falls to 0", textDefaults.learningRate),
      nonNegative,
    )
    .option(
      "--warmup <share>",
      preset("share of the steps in which the rate rises", textDefaults.warmup),
      nonNegative,
    )
    .option(
      "--seed <number>",
      preset("start values, order of the texts, which are held out", textDefaults.seed),
      integerFrom(0),
    )
    .option(
      "--validation <share>",
      preset(
        "share of the training texts to hold out and score after each epoch; 0: the test texts are scored",
        textDefaults.validation,
      ),
      nonNegative,
    );
  addRunOptions(command, textDefaults, "its precision")
    .addHelpText(
      "after",
      `
A teacher that has read more: --objective masked on lines of text, then another run with --initial-weights of that.

From float to one bit in steps, as in BiT: train with --precision 32-32-32, then with --precision 1-1-2, and then 1-1-1,
each with --initial-weights and --teacher of the run before it.

Ctrl+C (or SIGTERM) finishes the step, saves a checkpoint and exits with code ${exitCode.interrupted}; --resume goes on from there.`,
    )
    .action(runTextCommand);
}

async function runTextCommand(options: TextCommandOptions): Promise<void> {
  const folder = textRunFolder(resolve(options.out));
  using _lock = await lockFolder(folder.path);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const resume = options.resume === true;
  const state = await runStart(folder, { resume, isState: isTextRunState, note });
  const config = state
    ? resumedTextConfig(options, state.config, folder.path)
    : await newConfig(options);
  using stop = listenForStop(options.stopAfterMinutes);
  const outcome = await trainTexts({ config, folder, state, stop });
  if (outcome.stopped === "SIGINT" || outcome.stopped === "SIGTERM") {
    process.exitCode = exitCode.interrupted;
  }
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ out: folder.path, ...outcome })}\n`
      : formatOutcome(outcome, folder),
  );
}

/** A run that starts from the parameters of another has its shape and tokenizer, unless told otherwise. */
async function newConfig(options: TextCommandOptions): Promise<TextConfig> {
  if (options.initialWeights === undefined) return newTextConfig(options);
  const from = textRunFolder(resolve(options.initialWeights));
  const state = await openSavedState(from.checkpoint, isTextRunState, () => undefined);
  if (state === undefined) {
    throw new UsageError(`--initial-weights: ${from.path} holds no run of "text"`);
  }
  const { tokenizer = from.tokenizer } = options;
  return newTextConfig({ ...options, tokenizer }, state.config.encoder);
}

function formatOutcome(
  { result, stopped, step, steps }: TrainTextsResult,
  folder: TextRunFolder,
): string {
  if (result === undefined) return `stopped (${stopped}) at step ${step} of ${steps}\n`;
  const { modelBytes, packed } = result;
  return (
    `test     ${formatTest(result)}\n` +
    `model    ${folder.model}: ${modelBytes} bytes\n` +
    `packed   ${formatPacked(packed, result.testTexts)}\n`
  );
}

function formatTest(result: TextResult): string {
  const { testTexts, loss, packed } = result;
  if (result.accuracy === undefined) {
    return `${formatScore(result)} of ${testTexts} texts, mean squared error ${loss.toPrecision(4)}`;
  }
  const percent = `${(100 * result.accuracy).toFixed(2)} %`;
  return packed.sameToken
    ? `${percent} of the tokens taken out of ${testTexts} texts found, loss ${loss.toFixed(3)}`
    : `${percent} of ${testTexts} texts right, loss ${loss.toFixed(3)}`;
}

function formatPacked(
  { sameClass, sameToken, largestDifference }: TextModelResult["packed"],
  testTexts: number,
): string {
  const scores = `scores within ${largestDifference.toExponential(1)} of the largest`;
  if (sameToken) return `the same token in ${sameToken.same} of ${sameToken.of} places, ${scores}`;
  return sameClass === undefined
    ? scores
    : `the same class for ${sameClass} of ${testTexts} texts, ${scores}`;
}
