import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { exitCode } from "../errors.ts";
import { listenForStop } from "../fit/stop-request.ts";
import type { ImageSource } from "../idx/image-source.ts";
import type { ImageResult } from "../image/image-result.ts";
import {
  defaultPreset,
  type LayerNetworkName,
  layerNetworkNames,
  presetsOf,
  recipeNamed,
  systemNamed,
  systemNames,
} from "../image/network.ts";
import { makeFolder } from "../make-folder.ts";
import { integerFrom } from "../options.ts";
import { writeWhole } from "../write-whole.ts";
import { drawAccuracyOverSize } from "./accuracy-picture.ts";
import { formatSystems } from "./format-systems.ts";
import { type SystemRun, trainSystems } from "./train-systems.ts";

interface SystemsCommandOptions extends ImageSource {
  readonly out: string;
  readonly systems: readonly string[];
  readonly networks: readonly LayerNetworkName[];
  readonly seeds: number;
  readonly epochs?: number;
  readonly nativeMatmul?: string;
  readonly json?: boolean;
}

/** Adds `systems` to a program: trains many systems on the same images, and prints a table. */
export function registerSystemsCommand(program: Command): void {
  program
    .command("systems")
    .summary("train many systems on the same images")
    .description(
      "Trains binarization systems one after the other, each as `image` does, in a folder of its own in --out, and writes results.json, results.md and accuracy-over-size.svg there. What is done already is not done again; what was interrupted goes on.",
    )
    .requiredOption("--out <folder>", "where the runs live; keep it outside the checkout")
    .option(
      "--data <folder>",
      "folder with train-images-idx3-ubyte and so on, plain or .gz, or CIFAR-10's data_batch_1.bin and so on",
    )
    .option("--fashion-mnist", "Fashion-MNIST, from Debian's package dataset-fashion-mnist")
    .option(
      "--systems <names...>",
      `systems, as SYSTEM, SYSTEM/PRESET or SYSTEM/all (default: each with its first preset): ${systemNames.join(", ")}`,
      [],
    )
    .addOption(
      new Option("--networks <names...>", "shapes of network")
        .choices([...layerNetworkNames])
        .default([...layerNetworkNames]),
    )
    .option("--seeds <number>", "networks of each, from the seeds 1, 2, …", integerFrom(1), 1)
    .option("--epochs <number>", "passes over the images (default: as `image`)", integerFrom(1))
    .addOption(
      new Option("--native-matmul <when>", "onnxruntime-node's matrix product").choices([
        "auto",
        "on",
        "off",
      ]),
    )
    .option("--json", "print the results as JSON")
    .action(runSystemsCommand);
}

async function runSystemsCommand(options: SystemsCommandOptions): Promise<void> {
  const { systems, networks, seeds, json, ...flags } = options;
  const out = resolve(options.out);
  await makeFolder(out);
  const runs = runsOf(systems.length > 0 ? systems : systemNames, networks, seeds);
  using stop = listenForStop(undefined);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const results = await trainSystems({ out, runs, flags, stop, note });
  if (results.length < runs.length) process.exitCode = exitCode.interrupted;
  await writeResults(out, results);
  process.stdout.write(json === true ? `${JSON.stringify(results)}\n` : formatSystems(results));
}

async function writeResults(out: string, results: readonly ImageResult[]): Promise<void> {
  await writeWhole(join(out, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  await writeWhole(join(out, "results.md"), formatSystems(results));
  if (results.length === 0) return;
  await writeWhole(join(out, "accuracy-over-size.svg"), drawAccuracyOverSize(results));
}

/** @throws UsageError for a system or preset that there is not. */
function runsOf(
  names: readonly string[],
  networks: readonly LayerNetworkName[],
  seeds: number,
): readonly SystemRun[] {
  const chosen = names.flatMap((name) => {
    const [systemName, preset] = name.split("/");
    const system = systemNamed(systemName);
    if (preset === "all") return presetsOf(system).map((each) => ({ system, preset: each }));
    const one = preset ?? defaultPreset(system);
    recipeNamed(system, one);
    return [{ system, preset: one }];
  });
  return networks.flatMap((network) =>
    chosen.flatMap((one) =>
      Array.from({ length: seeds }, (_, i) => ({ ...one, network, seed: i + 1 })),
    ),
  );
}
