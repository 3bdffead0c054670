import { resolve } from "node:path";
import { checkEncoderConfig, type EncoderConfig, parsePrecision } from "@bnnkit/transformer";
import { distillationLossNamed } from "../encoder/distillation.ts";
import { checkUnchanged } from "../epochs/run-start.ts";
import { UsageError } from "../errors.ts";
import { nativeMatMulOf } from "../fit/fit-options.ts";
import {
  type EncoderShape,
  type ObjectiveName,
  type TextConfig,
  textDefaults,
} from "./text-config.ts";

/** The options of `text` that change its configuration. */
export interface TextFlags {
  readonly objective?: ObjectiveName;
  readonly train?: string;
  readonly test?: string;
  readonly tokenizer?: string;
  readonly vocabularySize?: number;
  readonly precision?: string;
  readonly scheme?: NonNullable<EncoderConfig["scheme"]>;
  readonly weightScales?: NonNullable<EncoderConfig["weightScales"]>;
  readonly features?: number;
  readonly heads?: number;
  readonly feedForwardFeatures?: number;
  readonly layers?: number;
  readonly maximumLength?: number;
  readonly dropout?: number;
  readonly attentionDropout?: number;
  readonly normalization?: EncoderConfig["normalization"];
  readonly positions?: EncoderConfig["positions"];
  readonly pooling?: EncoderConfig["pooling"];
  readonly pooler?: boolean;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly warmup?: number;
  readonly seed?: number;
  readonly validation?: number;
  readonly teacher?: string;
  readonly distill?: readonly string[];
  readonly initialWeights?: string;
  readonly nativeMatmul?: string;
  readonly checkpointMinutes?: number;
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
}

/** What an option sets as it is. */
const settable: readonly (keyof TextConfig & keyof TextFlags)[] = [
  "objective",
  "vocabularySize",
  "epochs",
  "batch",
  "learningRate",
  "warmup",
  "seed",
  "validation",
  "checkpointMinutes",
  "name",
  "licence",
  "source",
];

const ofEncoder: readonly (keyof EncoderShape & keyof TextFlags)[] = [
  "scheme",
  "weightScales",
  "features",
  "heads",
  "feedForwardFeatures",
  "layers",
  "maximumLength",
  "dropout",
  "attentionDropout",
  "normalization",
  "positions",
  "pooling",
  "pooler",
];

/** What names a file or folder. */
const paths = ["train", "test", "tokenizer", "teacher", "initialWeights"] as const;

/** What may be said anew of a run that goes on. */
const changeable: readonly (keyof TextConfig)[] = [
  "train",
  "test",
  "epochs",
  "learningRate",
  "nativeMatMul",
  "checkpointMinutes",
  "name",
  "licence",
  "source",
];

/** The configuration of a new run: the defaults, then the options.
 *  @param shape  of the encoder whose parameters it starts from: then those of its options that are not said are as there
 *  @throws UsageError naming what is missing or cannot be. */
export function newTextConfig(flags: TextFlags, shape?: EncoderShape): TextConfig {
  const { train, test } = flags;
  if (train === undefined || test === undefined) {
    throw new UsageError("--train and --test must name files of texts");
  }
  const before = { ...textDefaults, encoder: shape ?? textDefaults.encoder, train, test };
  return checked(withFlags(before, flags));
}

/** The configuration of a run that goes on, with the options put over it.
 *  @param where  names the run in messages
 *  @throws UsageError naming a setting that such a run cannot change. */
export function resumedTextConfig(flags: TextFlags, before: TextConfig, where: string): TextConfig {
  const config = withFlags(before, flags);
  checkUnchanged(before, config, { changeable, where });
  return checked(config);
}

function withFlags(before: TextConfig, flags: TextFlags): TextConfig {
  const nativeMatMul = nativeMatMulOf(flags.nativeMatmul);
  const given = (names: readonly (keyof TextFlags)[]): object =>
    Object.fromEntries(
      names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]),
    );
  const files = paths.flatMap((name) => {
    const path = flags[name];
    return path === undefined ? [] : [[name, resolve(path)] as const];
  });
  return {
    ...before,
    ...given(settable),
    ...Object.fromEntries(files),
    ...(flags.distill && { distill: flags.distill.map(distillationLossNamed) }),
    ...(nativeMatMul !== undefined && { nativeMatMul }),
    encoder: {
      ...before.encoder,
      ...given(ofEncoder),
      ...(flags.precision !== undefined && { precision: precisionOf(flags.precision) }),
    },
  };
}

function precisionOf(text: string): EncoderConfig["precision"] {
  try {
    return parsePrecision(text);
  } catch (cause) {
    throw new UsageError(
      `--precision must be weights-embedding-activations, such as 1-1-1 or 1-32-2, got ${text}`,
      { cause },
    );
  }
}

function checked(config: TextConfig): TextConfig {
  const { validation, warmup, learningRate, encoder, objective, teacher } = config;
  if (objective === "masked" && teacher !== undefined) {
    throw new UsageError("--teacher is for classes and numbers: --objective masked has none");
  }
  if (!(validation < 1)) throw new UsageError(`--validation must be below 1, got ${validation}`);
  if (!(warmup <= 1)) throw new UsageError(`--warmup must be at most 1, got ${warmup}`);
  if (learningRate === 0) throw new UsageError("--learning-rate must be positive");
  if (encoder.maximumLength < 3) {
    throw new UsageError(`--maximum-length must be at least 3, got ${encoder.maximumLength}`);
  }
  try {
    // Any text and classes will do: what the options say is checked.
    checkEncoderConfig("text", { ...encoder, vocabularySize: 8, outputs: 1 });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`no such encoder: ${cause.message.replace(/^text: (config\.)?/, "")}`, {
      cause,
    });
  }
  return config;
}
