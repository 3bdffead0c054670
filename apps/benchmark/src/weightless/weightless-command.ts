import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../exit-code.ts";
import { positiveInteger } from "../options.ts";
import { reasonOf } from "../reason-of.ts";
import type { Surroundings } from "../surroundings.ts";
import { formatNetworkSpeeds } from "./format-network-speeds.ts";
import { type NetworkSpeed, networkSpeeds } from "./network-speed.ts";

interface WeightlessOptions {
  readonly rounds: number;
  readonly batch: number;
  readonly quick: boolean;
  readonly json: boolean;
}

const ROUNDS = 9;
const SAMPLES = 4096;
const TURN_MILLISECONDS = 100;

/** Adds `weightless` to a program: model files of networks of look-up tables. */
export function registerWeightlessCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("weightless")
    .summary("time networks of look-up tables")
    .description(
      "Times model files of networks of truth tables or filters of bits, as `train weightless --out` writes them: one sample, and many at once, on one thread, beside the same network in plain JavaScript, a byte for each bit, which must give the same votes first.",
    )
    .argument("<files...>", "model files")
    .option("--batch <samples>", "how many are many", positiveInteger, SAMPLES)
    .option("--rounds <count>", "turns with the samples", positiveInteger, ROUNDS)
    .option("--quick", "one round", false)
    .option("--json", "print JSON", false)
    .action(async (files: readonly string[], { rounds, batch, quick, json }: WeightlessOptions) => {
      const { streams, signal } = surroundings;
      const speeds: NetworkSpeed[] = [];
      for (const file of files) {
        streams.error(`timing ${file}\n`);
        const options = {
          ...{ name: basename(file, ".safetensors"), batchSizes: [1, batch], signal },
          ...{ rounds: quick ? 1 : rounds, turnMilliseconds: quick ? 0 : TURN_MILLISECONDS },
        };
        speeds.push(
          ...(await usable(file, async () => networkSpeeds(await readFile(file), options))),
        );
      }
      streams.output(json ? `${JSON.stringify(speeds, null, 2)}\n` : formatNetworkSpeeds(speeds));
    });
}

/** @throws UsageError for a file that cannot be read or is another model */
async function usable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isFile = error instanceof Error && "code" in error;
    if (!isFile && !(error instanceof RangeError)) throw error;
    throw new UsageError(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}
