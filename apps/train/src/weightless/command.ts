import { readFile } from "node:fs/promises";
import { bthowenModels } from "@bnnkit/weightless";
import { type Command, InvalidArgumentError, Option } from "commander";
import { exitCode, UsageError } from "../errors.ts";
import { integerFrom, nonNegative, preset } from "../options.ts";
import { refuseUnwritable, writeWhole } from "../write-whole.ts";
import { type DataFlags, dataName, readSplits } from "./read-split.ts";
import { trainRun } from "./train-run.ts";
import {
  type WeightlessConfig,
  type WeightlessFlags,
  weightlessConfig,
  weightlessSystems,
} from "./weightless-config.ts";
import { formatWeightlessResults, isSameRun, type WeightlessResult } from "./weightless-result.ts";

interface WeightlessCommandOptions extends DataFlags, WeightlessFlags {
  readonly seeds: number;
  readonly out?: string;
  readonly results?: string;
  readonly json?: boolean;
}

/** Adds `weightless` to a program: trains a network of look-up tables on a table of numbers or on images, and scores it. */
export function registerWeightlessCommand(program: Command): void {
  const positive = integerFrom(1);
  program
    .command("weightless")
    .summary("train a weightless or logic network on a CSV or on images")
    .description(
      "Trains a network of look-up tables on the rows of a CSV or on images in the file format of MNIST or CIFAR-10, and prints its accuracy on what is held out, its tables and their bytes, and how fast its model file runs. What --results says of a run is not done again.",
    )
    .addOption(
      new Option("--system <name>", "how it learns")
        .choices([...weightlessSystems])
        .makeOptionMandatory(),
    )
    .option(
      "--data <path>",
      "CSV, or folder with train-images-idx3-ubyte and so on, plain or .gz, or with the batches of CIFAR-10",
    )
    .option("--fashion-mnist", "Fashion-MNIST, from Debian's package dataset-fashion-mnist")
    .option("--train-images <file>", "images to train on, instead of those in --data")
    .option("--train-labels <file>", "their labels")
    .option("--test-images <file>", "images to test with, instead of those in --data")
    .option("--test-labels <file>", "their labels")
    .option(
      "--class-column <name>",
      'column of a CSV that holds the class: "last", "first" or a name of its header',
      "last",
    )
    .option("--test <file>", "another CSV to test with")
    .option("--held-out <share>", "share of a CSV to test with, drawn by the seed", share, 0.3)
    .option("--split-seed <number>", "draws those rows, for all networks alike", integerFrom(0))
    .option("--test-last <rows>", "test with the last rows of a CSV instead", positive)
    .option("--limit <rows>", "learn from the first rows only", positive)
    .option("--seeds <number>", "networks, from the seeds 1, 2, …", positive, 1)
    .addOption(
      new Option(
        "--model <name>",
        "a published network of bthowen, for bits and filters; bnn takes its bits",
      ).choices(Object.keys(bthowenModels)),
    )
    .addOption(
      new Option("--thermometer <kind>", "where thresholds lie (default: as the system)").choices([
        "linear",
        "gaussian",
        "distributive",
      ]),
    )
    .option("--bits <number>", preset("thermometer bits of a feature", 8), positive)
    .option(
      "--tuple-sizes <numbers>",
      "bits of a WiSARD's address, a BTHOWeN's filter, or those of each submodel of ULEEN (default: as the system)",
      positiveList,
    )
    .option("--entries <number>", preset("entries of a filter, a power of two", 512), positive)
    .option("--hashes <number>", preset("hash functions of a filter", 2), positive)
    .addOption(
      new Option(
        "--bleaching <how>",
        "of wisard: entries of one bit, at the level that is right most often on what was learned (default: counters, bleached vote by vote)",
      ).choices(["one-level"]),
    )
    .option(
      "--layers-per-class <numbers>",
      "tables, gates or neurons of each layer, for each class (default: as the system)",
      positiveList,
    )
    .option(
      "--inputs-per-table <number>",
      "of dwn and logic, and of the first layer of truth-tables (default: 6; logic: 2)",
      positive,
    )
    .option(
      "--candidates <number>",
      preset("values a learned connection chooses from", 32),
      candidates,
    )
    .addOption(
      new Option("--decay <name>", preset("of dwn's extended finite difference", "code")).choices([
        "code",
        "paper",
      ]),
    )
    .addOption(
      new Option("--parametrization <name>", preset("of logic", "light")).choices([
        "raw",
        "light",
        "warp",
      ]),
    )
    .option("--neuron-bits <number>", preset("bits of a neuron of truth-tables", 2), positive)
    .option("--degree <number>", preset("degree of a neuron's polynomial", 1), positive)
    .option(
      "--parameter-bytes <number>",
      "of bnn: bytes of its weights, thresholds and encoder, by which hidden units are counted out",
      positive,
    )
    .option("--hidden-layers <number>", preset("of bnn", 1), positive)
    .option("--temperature <number>", "what sums of a class are divided by", nonNegative)
    .option("--epochs <number>", preset("passes over the rows", "20; bnn: 100"), positive)
    .option("--batch <rows>", preset("rows of a step", 32), positive)
    .option(
      "--learning-rate <rate>",
      "of the first step (default: 0.01; uleen: 0.001; bnn: 0.003)",
      nonNegative,
    )
    .option("--out <file>", "model file of the network of seed 1, encoder included")
    .option("--results <file>", "JSON file of results, which is added to")
    .option("--json", "print the results as JSON")
    .addHelpText(
      "after",
      `
No row that is tested with is learned from or chooses anything. Ctrl+C (or SIGTERM) ends the run with code ${exitCode.interrupted}; results of seeds before it are kept.`,
    )
    .action(runWeightlessCommand);
}

async function runWeightlessCommand(options: WeightlessCommandOptions): Promise<void> {
  const { out, results: path } = options;
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const config = weightlessConfig(configFlags(options));
  if (out !== undefined) await refuseUnwritable("--out", out);
  if (path !== undefined) await refuseUnwritable("--results", path);
  const before = path === undefined ? [] : await readResults(path);
  const splitOf = await readSplits(options, note);
  const results: WeightlessResult[] = [];
  const controller = new AbortController();
  const stop = (): void => controller.abort("interrupted");
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    for (let seed = 1; seed <= options.seeds; seed++) {
      const split = splitOf(seed);
      const [trainRows, testRows] = [split.train.rows, split.test.rows];
      const { splitSeed } = options;
      const run = {
        ...{ data: dataName(options), seed, config, trainRows, testRows },
        ...(splitSeed !== undefined && { splitSeed }),
      };
      const done = before.find((result) => isSameRun(result, run));
      const modelFile = seed === 1 ? out : undefined;
      if (done !== undefined && modelFile === undefined) {
        results.push(done);
        continue;
      }
      const { bytes, ...outcome } = await trainRun(run, split, controller.signal, note);
      if (modelFile !== undefined) await writeWhole(modelFile, bytes);
      results.push({ ...run, ...outcome });
      if (path === undefined || done !== undefined) continue;
      before.push({ ...run, ...outcome });
      await writeWhole(path, `${JSON.stringify(before, null, 2)}\n`);
    }
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    process.exitCode = exitCode.interrupted;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  process.stdout.write(
    options.json === true ? `${JSON.stringify(results)}\n` : formatWeightlessResults(results),
  );
}

/** @throws UsageError if there is a file that holds something else */
async function readResults(path: string): Promise<WeightlessResult[]> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  try {
    const results: unknown = JSON.parse(text);
    if (Array.isArray(results) && results.every((one) => "config" in one)) return results;
  } catch {
    // What is no JSON is no list of results.
  }
  throw new UsageError(`--results ${path}: is there and holds no results of this command`);
}

function configFlags(options: WeightlessCommandOptions): WeightlessFlags {
  const { system, model, thermometer, bits, tupleSizes, entries, hashes, layersPerClass } = options;
  const { bleaching } = options;
  const { inputsPerTable, candidates: choice, decay, parametrization, neuronBits } = options;
  const { degree, temperature, epochs, batch, learningRate } = options;
  const { parameterBytes, hiddenLayers } = options;
  const settings: Partial<Record<keyof WeightlessConfig | "model", unknown>> = {
    model,
    thermometer,
    bits,
    tupleSizes,
    entries,
    hashes,
    bleaching,
    layersPerClass,
    inputsPerTable,
    candidates: choice,
    decay,
    parametrization,
    neuronBits,
    degree,
    parameterBytes,
    hiddenLayers,
    temperature,
    epochs,
    batch,
    learningRate,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { system, ...Object.fromEntries(given) };
}

function share(text: string): number {
  const value = nonNegative(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError("expected a number above 0 and below 1.");
}

function candidates(text: string): number | "all" {
  return text === "all" ? text : integerFrom(1)(text);
}

function positiveList(text: string): readonly number[] {
  const values = text.split(",").map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw new InvalidArgumentError("expected whole numbers of at least 1, with commas in between.");
}
