import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { formatSummary, readModel, summarize } from "@bnnkit/model";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { defaultConfig, type FitConfig } from "../fit/fit-config.ts";
import { readJson } from "../fit/fit-options.ts";
import { type LoadedTokenizer, loadTokenizer, readReferenced } from "../fit/load-data.ts";
import { overlay } from "../fit/overlay.ts";
import { type RunFolder, runFolder, writeWhole } from "../fit/run-folder.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { createSentenceBar } from "../sentence-bar.ts";
import { readAttribution } from "./attribution.ts";
import { chooseWeights, type WeightsChoice } from "./choose-weights.ts";
import { exportWeights } from "./export-weights.ts";
import { tuneLengthPenalty, withLengthPenalty } from "./length-penalty.ts";

/** What `export` is told. */
export interface ExportOptions {
  readonly run: string;
  readonly out: string;
  readonly name: string;
  readonly average?: number;
  readonly last?: boolean;
  readonly licence?: string;
  readonly source?: string;
  /** Exponent of the length penalty that the model brings along, or to find it on the held-out text. */
  readonly lengthPenalty?: number | "auto";
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
    .option(
      "--length-penalty <alpha>",
      "reward for length in beam search that the model brings along; auto: the best on the held-out text",
      penalty,
    )
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
  const { packed, tuning } = await bringPenalty(bytes, { options, config, tokenizer });
  await mkdir(options.out, { recursive: true });
  await writeWhole(join(options.out, "tokenizer.json"), tokenizer.json);
  const path = join(options.out, "model.safetensors");
  await writeWhole(path, packed);
  return [
    ...(options.summary === true ? [formatSummary(summarize(readModel(packed)))] : []),
    ...tuning,
    `${path}: ${packed.length} bytes, weights of step ${weights.step}, ${golden} golden sentences` +
      (differing === 0 ? "" : ` (${differing} more left out: the packed run breaks a near tie)`),
    "",
  ].join("\n");
}

interface PenaltyContext {
  readonly options: ExportOptions;
  readonly config: FitConfig;
  readonly tokenizer: LoadedTokenizer;
}

/** The model with the length penalty that was asked for, and what finding it brought. */
async function bringPenalty(
  model: Uint8Array,
  { options: { lengthPenalty }, config, tokenizer }: PenaltyContext,
): Promise<{ packed: Uint8Array; tuning: readonly string[] }> {
  if (lengthPenalty === undefined) return { packed: model, tuning: [] };
  if (lengthPenalty !== "auto")
    return { packed: withLengthPenalty(model, lengthPenalty), tuning: [] };
  const heldOut = await Promise.all(Object.values(config.validation).map(readReferenced));
  if (heldOut.length === 0) return { packed: model, tuning: [] };
  const bar = createSentenceBar();
  try {
    const { best, tried } = await tuneLengthPenalty(model, {
      tokenizerJson: tokenizer.json,
      heldOut,
      onProgress: (finished, total) => bar.update(finished, total),
    });
    const scores = tried.map(({ penalty, score }) => `${penalty}: ${score.toFixed(2)}`);
    return {
      packed: withLengthPenalty(model, best),
      tuning: [`length penalty ${best}, by BLEU of the held-out text (${scores.join(", ")})`],
    };
  } finally {
    bar.end();
  }
}

function penalty(text: string): number | "auto" {
  return text === "auto" ? text : nonNegative(text);
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
