import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../reason-of.ts";
import { checkFitConfig } from "./check-config.ts";
import { type FitConfig, shapeOfSize } from "./fit-config.ts";
import { overlay } from "./overlay.ts";

/** The flags of `fit` that change the configuration. */
export interface FitFlags {
  readonly config?: string;
  readonly data?: string;
  readonly references?: string;
  readonly joinedShare?: number;
  readonly plantedShare?: number;
  readonly tokenizer?: string;
  readonly size?: string;
  readonly encoderLayers?: number;
  readonly decoderLayers?: number;
  readonly features?: number;
  readonly feedForward?: number;
  readonly variant?: string;
  readonly binarizeAt?: number;
  readonly steps?: number;
  readonly batchTokens?: number;
  readonly learningRate?: number;
  readonly warmup?: number;
  readonly restart?: number;
  readonly tail?: number;
  readonly initialWeights?: string;
  readonly initialTokenizer?: string;
  readonly teacher?: string;
  readonly teacherShare?: number;
  readonly dropout?: number;
  readonly labelSmoothing?: number;
  readonly seed?: number;
  readonly workers?: number;
  readonly nativeMatmul?: string;
  readonly checkpointMinutes?: number;
  readonly evaluateEvery?: number;
  readonly translateSentences?: number;
  readonly snapshotEvery?: number;
  readonly keepSnapshots?: number;
}

/** The configuration of a run: `base` (defaults, or those of the run that goes on), then the configuration file, then
 *  the flags, then the configuration file `over`.
 *  @throws UsageError naming what is unknown, of the wrong kind, or missing. */
export async function resolveConfig(
  flags: FitFlags,
  base: FitConfig,
  over?: string,
): Promise<FitConfig> {
  let config = flags.config === undefined ? base : await readConfig(flags.config, base);
  const where = "the command line";
  if (flags.data !== undefined) {
    config = overlay(config, await textIn(flags.data), { where, open: ["validation"] });
  }
  if (flags.size !== undefined) {
    config = overlay(config, { model: shapeOfSize(flags.size) }, { where });
  }
  config = overlay(config, changesOf(flags), { where });
  if (over !== undefined) config = await readConfig(over, config);
  checkFitConfig(config);
  return config;
}

/** `base` with what a configuration file says put over it.
 *  @throws UsageError if the file is missing or no JSON, naming what is unknown or of the wrong kind. */
export async function readConfig(file: string, base: FitConfig): Promise<FitConfig> {
  return overlay(base, await readJson(file), { where: file, open: ["validation"] });
}

/** `train.tsv` and each `<name>-val.tsv` of a folder.
 *  @throws UsageError if there is no train.tsv. */
async function textIn(
  folder: string,
): Promise<{ readonly train: string[]; readonly validation: Record<string, string> }> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`--data ${folder}: ${reasonOf(error)}`);
  });
  if (!names.includes("train.tsv")) {
    throw new UsageError(`--data ${folder}: has no train.tsv; make one with \`corpus\``);
  }
  const validation = names
    .filter((name) => name.endsWith("-val.tsv"))
    .sort()
    .map((name) => [name.slice(0, -"-val.tsv".length), resolve(join(folder, name))]);
  return {
    train: [resolve(join(folder, "train.tsv"))],
    validation: Object.fromEntries(validation),
  };
}

/** Reads a JSON file.
 *  @throws UsageError if it is missing or no JSON. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const reason = reasonOf(error);
    throw new UsageError(`${path}: cannot be read as JSON: ${reason}`);
  }
}

function changesOf(flags: FitFlags): object {
  return defined({
    tokenizer: flags.tokenizer === undefined ? undefined : resolve(flags.tokenizer),
    references: flags.references,
    joined: defined({ share: flags.joinedShare }),
    plantedShare: flags.plantedShare,
    variant: flags.variant,
    binarizeAt: flags.binarizeAt,
    steps: flags.steps,
    batchTokens: flags.batchTokens,
    seed: flags.seed,
    initialWeights: flags.initialWeights === undefined ? undefined : resolve(flags.initialWeights),
    initialTokenizer:
      flags.initialTokenizer === undefined ? undefined : resolve(flags.initialTokenizer),
    workers: flags.workers,
    nativeMatMul: nativeMatMulOf(flags.nativeMatmul),
    checkpointMinutes: flags.checkpointMinutes,
    evaluateEvery: flags.evaluateEvery,
    translateSentences: flags.translateSentences,
    snapshotEvery: flags.snapshotEvery,
    keepSnapshots: flags.keepSnapshots,
    teacher: defined({
      weights: flags.teacher === undefined ? undefined : resolve(flags.teacher),
      share: flags.teacherShare,
    }),
    schedule: defined({
      peakRate: flags.learningRate,
      warmupSteps: flags.warmup,
      restartShare: flags.restart,
      tailSteps: flags.tail,
    }),
    model: defined({
      encoderLayers: flags.encoderLayers,
      decoderLayers: flags.decoderLayers,
      features: flags.features,
      feedForwardFeatures: flags.feedForward,
      dropout: flags.dropout,
      labelSmoothing: flags.labelSmoothing,
    }),
  });
}

/** What a word of `--native-matmul` stands for. */
export function nativeMatMulOf(word: string | undefined): boolean | "auto" | undefined {
  if (word === "on") return true;
  if (word === "off") return false;
  return word === "auto" ? "auto" : undefined;
}

function defined(record: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
