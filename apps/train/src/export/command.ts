import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { formatSummary, readModel, summarize } from "@bnnkit/model";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { defaultConfig, type FitConfig } from "../fit/fit-config.ts";
import { readJson } from "../fit/fit-options.ts";
import { loadTokenizer, readReferenced } from "../fit/load-data.ts";
import { overlay } from "../fit/overlay.ts";
import { type RunFolder, runFolder, writeWhole } from "../fit/run-folder.ts";
import { integerFrom } from "../options.ts";
import { readAttribution } from "./attribution.ts";
import { chooseWeights, type WeightsChoice } from "./choose-weights.ts";
import { exportWeights } from "./export-weights.ts";

/** What `export` is told. */
export interface ExportOptions {
  readonly run: string;
  readonly out: string;
  readonly name: string;
  readonly average?: number;
  readonly last?: boolean;
  readonly licence?: string;
  readonly source?: string;
  readonly summary?: boolean;
}

/** Adds `export` to a program: packs the weights of a run into a model file. */
export function registerExportCommand(program: Command): void {
  program
    .command("export")
    .summary("pack trained weights into a model file")
    .description(
      "Writes model.safetensors and tokenizer.json, and runs the golden sentences inside with the packed runtime.",
    )
    .requiredOption("--run <folder>", "the folder given to `fit` with --out")
    .requiredOption("--out <folder>", "where the two files go")
    .option("--average <count>", "the mean of the last evaluated weights", integerFrom(1))
    .option("--last", "the last evaluated weights instead of the best")
    .option("--name <name>", "name of the model", "en-de")
    .option("--licence <text>", "licence of the weights; default: those of the training text")
    .option("--source <text>", "origin of the weights; default: the makers of the training text")
    .option("--summary", "list the layers with their bits and operations")
    .action(async (options: ExportOptions) => {
      process.stderr.write(await exportRun(options));
    });
}

/** Packs the weights of a run and writes the model file and its tokenizer.
 *  @returns a report for people to read. */
export async function exportRun(options: ExportOptions): Promise<string> {
  const folder = runFolder(resolve(options.run));
  const config = await readRunConfig(folder);
  const weights = await chooseWeights(folder, choiceOf(options));
  const tokenizer = await loadTokenizer(config.tokenizer);
  const attribution = await readAttribution(config.train[0] ?? "");
  const { bytes, golden, differing } = await exportWeights(weights, {
    name: options.name,
    tokenizer,
    embeddingBits: config.embeddingBits,
    goldenSources: await goldenSourcesOf(config),
    metadata: {
      licence: options.licence ?? attribution?.licence ?? "unknown",
      source: options.source ?? attribution?.source ?? "unknown",
      training: `${config.variant}, ${weights.step} steps of at most ${config.batchTokens} positions`,
    },
  });
  await mkdir(options.out, { recursive: true });
  await writeWhole(join(options.out, "tokenizer.json"), tokenizer.json);
  const path = join(options.out, "model.safetensors");
  await writeWhole(path, bytes);
  return [
    ...(options.summary === true ? [formatSummary(summarize(readModel(bytes)))] : []),
    `${path}: ${bytes.length} bytes, weights of step ${weights.step}, ${golden} golden sentences` +
      (differing === 0 ? "" : ` (${differing} more left out: the packed run breaks a near tie)`),
    "",
  ].join("\n");
}

function choiceOf({ average, last }: ExportOptions): WeightsChoice {
  if (average !== undefined && last === true) {
    throw new UsageError("--average and --last exclude each other");
  }
  if (average !== undefined) return { kind: "average", count: average };
  return { kind: last === true ? "last" : "best" };
}

async function readRunConfig(folder: RunFolder): Promise<FitConfig> {
  const changes = await readJson(folder.config);
  return overlay(defaultConfig, changes, { where: folder.config, open: ["validation"] });
}

/** Sentences of the held-out files, taken in turn, so that each kind of text is among the golden ones. */
async function goldenSourcesOf({ validation }: FitConfig): Promise<string[]> {
  const lists: string[][] = [];
  for (const path of Object.values(validation)) lists.push((await readReferenced(path)).sources);
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: Math.min(longest, 16) }, (_, i) =>
    lists.flatMap((sources) => sources.slice(i, i + 1)),
  ).flat();
}
