import { resolve } from "node:path";
import { systems } from "@bnnkit/layers";
import { type Command, InvalidArgumentError, Option } from "commander";
import { distillationLosses } from "../encoder/distillation.ts";
import { epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { addRunOptions } from "../epochs/run-options.ts";
import { runStart } from "../epochs/run-start.ts";
import { exitCode } from "../errors.ts";
import { listenForStop } from "../fit/stop-request.ts";
import { lockFolder } from "../folder-lock.ts";
import { integerFrom, nonNegative, preset } from "../options.ts";
import { commonDefaults, type ImageConfig } from "./image-config.ts";
import { type ImageFlags, newImageConfig, resumedImageConfig } from "./image-options.ts";
import { isImageRunState } from "./image-run-state.ts";
import {
  layerNetworkNames,
  type NetworkDefaults,
  networkDefaults,
  networkNames,
  systemNames,
} from "./network.ts";
import { defaultPatchShape, patchSystemNames, patchSystems } from "./patch-systems.ts";
import { type TrainImagesResult, trainImages } from "./train-images.ts";

interface ImageCommandOptions extends ImageFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly stopAfterMinutes?: number;
  readonly json?: boolean;
}

/** Adds `image` to a program: trains a network on images and leaves checkpoints and curves in a folder. */
export function registerImageCommand(program: Command): void {
  const positive = integerFrom(1);
  const command = program
    .command("image")
    .summary("train a network on images")
    .description(
      "Trains a binarized network, or its float counterpart, on images of bytes in the file format of MNIST or CIFAR-10. The folder given with --out holds the checkpoint, loss.csv, validation.csv, and at the end model.safetensors.",
    )
    .requiredOption("--out <folder>", "where the run lives; keep it outside the checkout")
    .option("--resume", "go on with the run in --out, to the same curve as if it had not stopped")
    .option(
      "--data <folder>",
      "folder with train-images-idx3-ubyte and so on, plain or .gz, or CIFAR-10's data_batch_1.bin and so on",
    )
    .option("--fashion-mnist", "Fashion-MNIST, from Debian's package dataset-fashion-mnist")
    .option("--train-images <file>", "images to train on, instead of those in --data")
    .option("--train-labels <file>", "their labels")
    .option("--test-images <file>", "images to test with, instead of those in --data")
    .option("--test-labels <file>", "their labels")
    .option(
      "--class-names <names...>",
      "names of the classes, in order (default: numbers; those of Fashion-MNIST with --fashion-mnist, and of CIFAR-10)",
    )
    .addOption(
      new Option(
        "--system <name>",
        preset(
          `how it is binarized, or the float baseline; a vit by ${patchSystemNames.join(", ")}`,
          `${commonDefaults.system}, bivit for vit`,
        ),
      ).choices([...new Set([...systemNames, ...patchSystemNames])]),
    )
    .addOption(
      new Option(
        "--network <name>",
        preset("shape of the network", commonDefaults.network),
      ).choices([...networkNames]),
    )
    .option(
      "--preset <name>",
      `variant of the system, the first one unless told otherwise: ${presetList()}`,
    )
    .option("--units <numbers>", ofNetworks("units of the hidden layers", "units"), positiveList)
    .option(
      "--filters <numbers>",
      `channels of the 3×3 convolutions of a cnn (default: ${networkDefaults.cnn.filters})`,
      positiveList,
    )
    .option("--patch <pixels>", ofVit("height and width of a patch", "patch"), positive)
    .option("--features <number>", ofVit("width of the rows", "features"), positive)
    .option("--heads <number>", ofVit("heads of attention", "heads"), positive)
    .option(
      "--feed-forward-features <number>",
      ofVit("width inside the feed-forward layers", "feedForwardFeatures"),
      positive,
    )
    .option("--layers <number>", ofVit("layers", "layers"), positive)
    .option("--dropout <share>", ofVit("dropout", "dropout"), nonNegative)
    .addOption(
      new Option(
        "--weight-scales <rule>",
        preset("scales of the rows of sign and bivit: mean magnitudes, or learned", "mean"),
      ).choices(["mean", "learned"]),
    )
    .option(
      "--context-clip <magnitude>",
      preset(
        "magnitude below which the gradient passes the signs of what attention makes, of sign and bivit",
        1,
      ),
      nonNegative,
    )
    .option(
      "--teacher <folder>",
      "run of image, of the float baseline, say, whose class probabilities are learned instead of the labels",
    )
    .option(
      "--distill <losses...>",
      `what of the outputs of a teacher that is a vit is imitated in the place of its class probabilities: ${distillationLosses.join(", ")}`,
    )
    .option(
      "--initial-weights <folder>",
      "run of image of a vit, of whatever system, whose parameters are the first ones",
    )
    .option(
      "--attention-scale <factor>",
      preset("factor on the first scales of the matrices behind attention, which are learned", 1),
      nonNegative,
    )
    .option("--epochs <number>", ofNetworks("passes over the training images", "epochs"), positive)
    .option("--batch <images>", preset("images of a step", commonDefaults.batch), positive)
    .option(
      "--learning-rate <rate>",
      "learning rate of the first step (default: that of the system)",
      nonNegative,
    )
    .option(
      "--last-rate <rate>",
      preset("that of the last; it falls by the same factor each step", commonDefaults.lastRate),
      nonNegative,
    )
    .option(
      "--seed <number>",
      preset("start values, order of the images, which are held out", commonDefaults.seed),
      integerFrom(0),
    )
    .option(
      "--validation <share>",
      preset(
        "share of the training images to hold out and score after each epoch; 0: the test images are scored",
        commonDefaults.validation,
      ),
      nonNegative,
    );
  addRunOptions(command, commonDefaults, "that of system and network")
    .addHelpText(
      "after",
      `
The scores after each epoch choose nothing: the network is that of the last step.

Ctrl+C (or SIGTERM) finishes the step, saves a checkpoint and exits with code ${exitCode.interrupted}; --resume goes on from there.`,
    )
    .action(runImageCommand);
}

async function runImageCommand(options: ImageCommandOptions): Promise<void> {
  const folder = epochRunFolder(resolve(options.out));
  using _lock = await lockFolder(folder.path);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const resume = options.resume === true;
  const state = await runStart(folder, { resume, isState: isImageRunState, note });
  const config = await configOf(options, state?.config, { where: folder.path, note });
  using stop = listenForStop(options.stopAfterMinutes);
  const result = await trainImages({ config, folder, state, stop });
  if (result.stopped === "SIGINT" || result.stopped === "SIGTERM") {
    process.exitCode = exitCode.interrupted;
  }
  const { system, network } = config;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ out: folder.path, system, network, ...result })}\n`
      : formatResult(result),
  );
}

async function configOf(
  options: ImageCommandOptions,
  before: ImageConfig | undefined,
  { where, note }: { readonly where: string; readonly note: (text: string) => void },
): Promise<ImageConfig> {
  if (before === undefined) return newImageConfig(options, note);
  return resumedImageConfig(options, before, { where, note });
}

function formatResult({ test, model, result, step, steps, stopped }: TrainImagesResult): string {
  if (test === undefined || model === undefined)
    return `stopped (${stopped}) at step ${step} of ${steps}\n`;
  const { accuracy, images, loss } = test;
  const { sameClass, otherClass, largestDifference } = model.comparison;
  return (
    `test     ${(100 * accuracy).toFixed(2)} % of ${images} images right, loss ${loss.toFixed(3)}\n` +
    `model    ${model.path}: ${model.bytes} bytes\n` +
    `packed   the same class for ${sameClass} of ${images} images, ${otherClass} of another without a tie, scores within ${largestDifference.toExponential(1)} of the largest\n` +
    formatKept(result?.keptKeys)
  );
}

function formatKept(shares: readonly number[] | undefined): string {
  if (shares === undefined) return "";
  const percents = shares.map((share) => `${(100 * share).toFixed(1)} %`);
  return `kept     ${percents.join(", ")} of the keys, layer by layer\n`;
}

/** `preset` of a Transformer of patches. */
function ofVit(description: string, name: keyof typeof defaultPatchShape): string {
  return preset(`${description} of a vit`, defaultPatchShape[name]);
}

/** `preset` where the default depends on the network. */
function ofNetworks(description: string, name: keyof NetworkDefaults): string {
  const names = name === "epochs" ? networkNames : layerNetworkNames;
  const values = names.map((network) => `${networkDefaults[network][name]} for ${network}`);
  return preset(description, values.join(", "));
}

function presetList(): string {
  const ofLayers = Object.entries(systems).map(
    ([system, { presets }]) => [system, presets] as const,
  );
  const ofPatches = Object.entries(patchSystems).map(
    ([system, presets]) => [`${system} of a vit`, presets] as const,
  );
  return [...ofLayers, ...ofPatches]
    .map(([system, presets]) => [system, Object.keys(presets)] as const)
    .filter(([, presets]) => presets.length > 1)
    .map(([system, presets]) => `${system}: ${presets.join(", ")}`)
    .join("; ");
}

function positiveList(text: string): readonly number[] {
  const values = text.split(",").map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw new InvalidArgumentError("expected whole numbers of at least 1, with commas in between.");
}
