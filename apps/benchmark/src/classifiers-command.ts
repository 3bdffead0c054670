import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { type ClassifierSpeed, classifierSpeed } from "./classify/classifier-speed.ts";
import { formatClassifierSpeeds } from "./classify/format-classifier-speeds.ts";
import { measureClassifierRuns } from "./classify/measure-classifier-runs.ts";
import { UsageError } from "./exit-code.ts";
import { positiveInteger } from "./options.ts";
import type { Surroundings } from "./surroundings.ts";

interface ClassifiersOptions {
  readonly runs: string;
  readonly peers: boolean;
  readonly rounds: number;
}

/** The model file of a run, as `train image` and `train systems` leave it. */
const modelFile = "model.safetensors";

const ROUNDS = 5;
const IMAGES = 64;

/** Adds `classifiers` to a program: all classifiers of a folder of runs, one after the other. */
export function registerClassifiersCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("classifiers")
    .summary("time every classifier of a folder of runs")
    .description(
      `Times each ${modelFile} in the folders of --runs, as \`model\` does a single one: images/s alone and in batches of 64 on one thread, beside the same network in float32 in TensorFlow.js and onnxruntime. Writes speeds.json there and prints a table.`,
    )
    .requiredOption("--runs <folder>", "folder of runs, as `train systems` has it in --out")
    .option("--no-peers", "without the same networks in float32 in other libraries")
    .option("--rounds <count>", "turns with the images", positiveInteger, ROUNDS)
    .action(async (options: ClassifiersOptions) => {
      const speeds = await measureAll(options, surroundings);
      const json = `${JSON.stringify(speeds, null, 2)}\n`;
      await writeFile(join(options.runs, "speeds.json"), json);
      surroundings.streams.output(formatClassifierSpeeds(speeds));
    });
}

async function measureAll(
  { runs, peers, rounds }: ClassifiersOptions,
  surroundings: Surroundings,
): Promise<readonly ClassifierSpeed[]> {
  const names = await runsIn(runs);
  const speeds: ClassifierSpeed[] = [];
  for (const [index, name] of names.entries()) {
    surroundings.signal.throwIfAborted();
    surroundings.streams.error(`${index + 1} of ${names.length}: ${name}\n`);
    const { rows, absent } = await measureClassifierRuns(
      {
        ...{ modelPath: join(runs, name, modelFile), rounds, peers, images: IMAGES },
        ...{ threadCounts: [1], batchSizes: [1, IMAGES], turnMilliseconds: 100 },
      },
      surroundings,
    );
    for (const { arm, reason } of absent) {
      surroundings.streams.error(`${name}: ${arm}: ${reason}\n`);
    }
    speeds.push(classifierSpeed(name, rows));
  }
  return speeds;
}

/** Folders with a model, by name.
 *  @throws UsageError if there is none. */
async function runsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: Error) => {
    throw new UsageError(`--runs: ${error.message}`, { cause: error });
  });
  const isRun = await Promise.all(
    entries.map((name) =>
      stat(join(folder, name, modelFile)).then(
        (entry) => entry.isFile(),
        () => false,
      ),
    ),
  );
  const names = entries.filter((_, i) => isRun[i]).sort();
  if (names.length > 0) return names;
  throw new UsageError(`--runs: ${folder} has no folder with a ${modelFile}`);
}
