import { resolve } from "node:path";
import { formatSummary, readModel, summarize } from "@bnnkit/model";
import { type EmbeddingBits, isEmbeddingBits } from "@bnnkit/transformer";
import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../errors.ts";
import { defaultConfig } from "../fit/fit-config.ts";
import { readConfig } from "../fit/fit-options.ts";
import { loadTokenizer, readReferenced } from "../fit/load-data.ts";
import { runFolder } from "../fit/run-folder.ts";
import { makeFolder } from "../make-folder.ts";
import { integerFrom, nonNegative } from "../options.ts";
import { createSentenceBar } from "../sentence-bar.ts";
import { refuseFile, writeAllWhole } from "../write-whole.ts";
import { readAttribution } from "./attribution.ts";
import { chooseWeights, type WeightsChoice } from "./choose-weights.ts";
import { exportWeights } from "./export-weights.ts";
import type { FewBits } from "./few-bit-grids.ts";
import {
  type HeldOutText,
  type Tuning,
  tuneLengthPenalty,
  withLengthPenalty,
} from "./length-penalty.ts";
import { packedFiles } from "./packed-files.ts";

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
  /** Mean bits of a weight of a float model. */
  readonly weightBits?: number;
  /** Bits of the table of a model; default: as it was evaluated in training. */
  readonly tableBits?: EmbeddingBits;
  /** What model file and tokenizer may have together: as many bits a weight as fit. */
  readonly sizeBytes?: number;
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
    .option(
      "--weight-bits <mean>",
      "few-bit weights for a float model: 1 to 7 on the mean",
      meanBits,
    )
    .option(
      "--size-bytes <bytes>",
      "as --weight-bits, as many as fit, tokenizer included",
      integerFrom(1),
    )
    .option("--table-bits <bits>", "of the table of words: 2 to 8, or 32, floats", tableBits)
    .option("--summary", "list the layers with their bits and operations")
    .action(async (options: ExportOptions) => {
      process.stderr.write(await exportRun(options));
    });
}

/** Packs the weights of a run and writes the model file and its tokenizer.
 *  @returns a report for people to read. */
export async function exportRun(options: ExportOptions): Promise<string> {
  const folder = runFolder(resolve(options.run));
  await refuseFile("--out", options.out);
  const config = await readConfig(folder.config, defaultConfig);
  const weights = await chooseWeights(
    folder,
    choiceOf(options),
    (text) => void process.stderr.write(`${text}\n`),
  );
  const tokenizer = await loadTokenizer(config.tokenizer);
  const heldOut = await Promise.all(Object.values(config.validation).map(readReferenced));
  const attribution = await readAttribution(config.train[0] ?? "");
  const { bytes, golden, differing } = await exportWeights(weights, {
    name: options.name,
    tokenizer,
    embeddingBits: options.tableBits ?? config.embeddingBits,
    ...fewBitsOf(options, heldOut),
    goldenSources: goldenSourcesOf(heldOut),
    metadata: {
      licence: options.licence ?? attribution?.licence ?? "unknown",
      source: options.source ?? attribution?.source ?? "unknown",
      training: `${config.variant}, ${weights.step} steps of at most ${config.batchTokens} positions`,
    },
  });
  const tuning =
    options.lengthPenalty === "auto" ? await tuneOn(heldOut, bytes, tokenizer.json) : undefined;
  const lengthPenalty = options.lengthPenalty === "auto" ? tuning?.best : options.lengthPenalty;
  const packed = lengthPenalty === undefined ? bytes : withLengthPenalty(bytes, lengthPenalty);
  await makeFolder(options.out);
  const files = packedFiles(options.out);
  await writeAllWhole([
    { path: files.tokenizer, content: tokenizer.json },
    { path: files.model, content: packed },
  ]);
  return [
    ...(options.summary === true ? [formatSummary(summarize(readModel(packed)))] : []),
    ...(tuning === undefined ? [] : [formatTuning(tuning)]),
    `${files.model}: ${packed.length} bytes, weights of step ${weights.step}, ${golden} golden sentences` +
      (differing === 0 ? "" : ` (${differing} more left out: the packed run breaks a near tie)`),
    "",
  ].join("\n");
}

/** The length penalty that is best on the held-out text, if there is any. */
async function tuneOn(
  heldOut: readonly HeldOutText[],
  model: Uint8Array,
  tokenizerJson: string,
): Promise<Tuning | undefined> {
  if (heldOut.length === 0) return undefined;
  const bar = createSentenceBar();
  try {
    return await tuneLengthPenalty(model, {
      tokenizerJson,
      heldOut,
      onProgress: (finished, total) => bar.update(finished, total),
    });
  } finally {
    bar.end();
  }
}

function formatTuning({ best, tried }: Tuning): string {
  const scores = tried.map(({ penalty, score }) => `${penalty}: ${score.toFixed(2)}`);
  return `length penalty ${best}, by BLEU of the held-out text (${scores.join(", ")})`;
}

/** Sentences of the held-out text that few-bit weights are calibrated on. */
const calibrationSentences = 240;

function fewBitsOf(
  { weightBits, sizeBytes }: ExportOptions,
  heldOut: readonly HeldOutText[],
): { readonly fewBits?: FewBits } {
  if (weightBits !== undefined && sizeBytes !== undefined) {
    throw new UsageError("--weight-bits and --size-bytes exclude each other");
  }
  const ofEach = Math.ceil(calibrationSentences / Math.max(1, heldOut.length));
  const calibration = heldOut.flatMap(({ sources, references }) =>
    sources.slice(0, ofEach).map((source, i) => [source, references[i][0]] as const),
  );
  if (weightBits !== undefined) {
    return { fewBits: { budget: { kind: "weight-bits", average: weightBits }, calibration } };
  }
  if (sizeBytes === undefined) return {};
  return { fewBits: { budget: { kind: "size", bytes: sizeBytes }, calibration } };
}

function meanBits(text: string): number {
  const value = nonNegative(text);
  if (value < 1 || value > 7) throw new InvalidArgumentError("expected a number from 1 to 7.");
  return value;
}

function tableBits(text: string): EmbeddingBits {
  const value = Number(text);
  if (!isEmbeddingBits(value)) throw new InvalidArgumentError("expected 2 to 8, or 32.");
  return value;
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

/** Sentences of the held-out texts, taken in turn, so that each kind of text is among the golden ones. */
function goldenSourcesOf(heldOut: readonly HeldOutText[]): string[] {
  const longest = Math.max(0, ...heldOut.map(({ sources }) => sources.length));
  return Array.from({ length: Math.min(longest, 16) }, (_, i) =>
    heldOut.flatMap(({ sources }) => sources.slice(i, i + 1)),
  ).flat();
}
