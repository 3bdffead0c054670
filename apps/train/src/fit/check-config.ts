import { parameterShapes } from "@bnnkit/transformer";
import type { JoinOptions } from "../data/join-pairs.ts";
import { UsageError } from "../errors.ts";
import { type FitConfig, trainingReferences, variants } from "./fit-config.ts";
import { transformerConfigOf } from "./transformer-config.ts";

const positiveIntegers = ["steps", "batchTokens", "workers", "shardsPerWorker"] as const;
/** More would fill the memory before the first step. */
const mostWorkers = 64;
const counts = [
  "binarizeAt",
  "evaluateEvery",
  "translateSentences",
  "snapshotEvery",
  "keepSnapshots",
] as const;

/** What can be known of a configuration before any text is read: a model that can be, files named, whole numbers, known
 *  words.
 *  @throws UsageError naming the setting. */
export function checkFitConfig(config: FitConfig): void {
  for (const name of positiveIntegers) {
    if (!isIntegerFrom(1, config[name])) refuse(name, "a positive whole number", config[name]);
  }
  if (config.workers > mostWorkers) {
    refuse("workers", `at most ${mostWorkers}, as each holds the model`, config.workers);
  }
  for (const name of counts) {
    if (!isIntegerFrom(0, config[name])) refuse(name, "a whole number ≥ 0", config[name]);
  }
  if (!Number.isInteger(config.seed)) refuse("seed", "a whole number", config.seed);
  if (!variants.includes(config.variant)) {
    refuse("variant", `one of ${variants.join(", ")}`, config.variant);
  }
  if (!trainingReferences.includes(config.references)) {
    refuse("references", `one of ${trainingReferences.join(", ")}`, config.references);
  }
  if (typeof config.model.extraNorms !== "boolean") {
    refuse("model.extraNorms", "true or false", config.model.extraNorms);
  }
  checkModel(config);
  checkJoinOptions(config.joined);
  if (!(config.plantedShare >= 0 && config.plantedShare <= 10)) {
    refuse("plantedShare", "in 0 … 10", config.plantedShare);
  }
  if (![true, false, "auto"].includes(config.nativeMatMul)) {
    refuse("nativeMatMul", 'true, false or "auto"', config.nativeMatMul);
  }
  if (!(config.checkpointMinutes > 0)) {
    refuse("checkpointMinutes", "positive", config.checkpointMinutes);
  }
  if (![8, 32].includes(config.embeddingBits)) {
    refuse("embeddingBits", "8 or 32", config.embeddingBits);
  }
  if (!(config.teacher.share >= 0 && config.teacher.share <= 1)) {
    refuse("teacher.share", "in 0 … 1", config.teacher.share);
  }
  if (config.train.length === 0) {
    throw new UsageError(
      "no training text: name a folder with --data, or files in the configuration",
    );
  }
  if (config.tokenizer === "") {
    throw new UsageError("no tokenizer: make one with `tokenizer`, then name it with --tokenizer");
  }
  if (config.initialTokenizer !== "" && config.initialWeights === "") {
    throw new UsageError(
      "initialTokenizer is that of weights to start from: name them with --initial-weights",
    );
  }
  if (config.binarizeAt >= config.steps && config.variant !== "float") {
    throw new UsageError(
      `binarizeAt (${config.binarizeAt}) must be below steps (${config.steps}), or nothing is ever binarized`,
    );
  }
}

function checkModel(config: FitConfig): void {
  try {
    parameterShapes(transformerConfigOf(config, 1));
  } catch (cause) {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

function checkJoinOptions({ share, conjunctions, longestPart }: JoinOptions): void {
  if (!(share >= 0 && share <= 10)) refuse("joined.share", "in 0 … 10", share);
  if (!conjunctions.every(isTextPair)) {
    refuse("joined.conjunctions", "a list of [source, target] texts", conjunctions);
  }
  if (!isIntegerFrom(1, longestPart)) {
    refuse("joined.longestPart", "a positive whole number", longestPart);
  }
}

function refuse(name: string, rule: string, value: unknown): never {
  throw new UsageError(`${name} must be ${rule}, got ${JSON.stringify(value)}`);
}

function isTextPair(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === "string")
  );
}

function isIntegerFrom(least: number, value: number): boolean {
  return Number.isInteger(value) && value >= least;
}
