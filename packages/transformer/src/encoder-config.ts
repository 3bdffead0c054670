import { checkIntegerBetween } from "@bnnkit/core";
import { checkBlockConfig, type StackConfig } from "./config.ts";
import {
  signQuantizers,
  softmaxAwareQuantizers,
  type TransformerQuantizers,
  twoSetQuantizers,
} from "./transformer-quantizers.ts";

/** Bits of an encoder, in the order in which BiT writes them: weights, embedding, activations. */
export interface Precision {
  /** Of the matrices of layers and pooler; the last layer is float. */
  readonly weights: 1 | 32;
  /** Of the table of tokens. */
  readonly embedding: 1 | 32;
  /** Of what matrices and attention read: 1 … 8, or 32. */
  readonly activations: number;
  /** Of what the matrices of the feed-forward layers read, where it is not as elsewhere. */
  readonly feedForwardActivations?: 32;
  /** Of the matrices of the feed-forward layers, where it is not as elsewhere. */
  readonly feedForwardWeights?: 32;
}

/** How an encoder is binarized: "two-set" as in BiT, "softmax-aware" as in BiViT, "sign" as what BiViT compares itself with. */
export type BinarizationScheme = "two-set" | "softmax-aware" | "sign";

/** The names of {@link BinarizationScheme}. */
export const binarizationSchemes: readonly BinarizationScheme[] = [
  "two-set",
  "softmax-aware",
  "sign",
];

/** Shape and recipe of the layers of an encoder, and of what stands behind them. */
export interface EncoderLayers {
  /** Width of every hidden row; even, at least 4, a multiple of `heads`. */
  readonly features: number;
  readonly heads: number;
  readonly feedForwardFeatures: number;
  readonly layers: number;
  /** Classes, or numbers. */
  readonly outputs: number;
  /** Probability of dropping a value of the embedded rows, of every sublayer output and of the pooled row. */
  readonly dropout: number;
  /** Of attention probabilities (two-set) or scores (the others); default 0. */
  readonly attentionDropout?: number;
  /** Where layer norms stand: "after" each sum with the residual, as in BERT, or "before" each sublayer. */
  readonly normalization: "before" | "after";
  /** What of the rows is scored: the first, or their mean. */
  readonly pooling: "first" | "mean";
  /** Whether `tanh(W·x + b)` stands behind the pooling, as in BERT. Default false. */
  readonly pooler?: boolean;
  readonly precision: Precision;
  /** Default "two-set". */
  readonly scheme?: BinarizationScheme;
  /** Scales of the rows of "softmax-aware" and "sign" weights: their mean magnitudes, or parameters that begin with those. Default "mean". */
  readonly weightScales?: "mean" | "learned";
  /** Magnitude below which the gradient passes the signs of what attention makes of values, of "softmax-aware" and "sign". Those are
   *  sums of ±1, and below 1 there is only 0. Signs and packed model are the same with any. Default 1, as in BiViT's code. */
  readonly contextClip?: number;
  /** ε of the layer norms; default 10⁻⁶. */
  readonly normEpsilon?: number;
}

/** An encoder that classifies texts, or scores them with numbers. */
export interface EncoderConfig extends EncoderLayers {
  readonly vocabularySize: number;
  /** Longest text, in tokens. */
  readonly maximumLength: number;
  readonly positions: "sinusoidal" | "learned";
}

/** An encoder that classifies images of bytes by their patches, or scores them with numbers. A patch times a float matrix is a row;
 *  positions are learned. */
export interface ImageEncoderConfig extends EncoderLayers {
  readonly image: ImageShape;
  /** Height and width of a patch; those of an image are multiples of it. */
  readonly patch: number;
}

/** Lines, pixels of a line, channels of a pixel. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** An encoder of either. */
export type AnyEncoderConfig = EncoderConfig | ImageEncoderConfig;

/** Whether an encoder reads images. */
export function readsImages(config: AnyEncoderConfig): config is ImageEncoderConfig {
  return "image" in config;
}

/** Patches of an image. */
export function patchCount({ image: { height, width }, patch }: ImageEncoderConfig): number {
  return (height / patch) * (width / patch);
}

/** Everything in float. */
export const floatPrecision: Precision = { weights: 32, embedding: 32, activations: 32 };

/** A precision as BiT writes it, in the order of its tables: "1-1-4" is one bit for weights and embedding, four for activations.
 *  @throws RangeError for another text. */
export function parsePrecision(text: string): Precision {
  const match = /^(1|32)-(1|32)-([1-8]|32)$/.exec(text);
  if (match === null) {
    throw new RangeError(
      `parsePrecision: text must be weights-embedding-activations, 1 or 32, 1 or 32, 1 … 8 or 32, got ${JSON.stringify(text)}`,
    );
  }
  const bits = (digits: string | undefined): 1 | 32 => (digits === "1" ? 1 : 32);
  return { weights: bits(match[1]), embedding: bits(match[2]), activations: Number(match[3]) };
}

/** The precision as {@link parsePrecision} reads it. */
export function formatPrecision({ weights, embedding, activations }: Precision): string {
  return `${weights}-${embedding}-${activations}`;
}

/** What an encoder is binarized with. */
export function encoderQuantizers({
  scheme = "two-set",
  weightScales,
  contextClip,
  precision: { activations },
}: Pick<
  EncoderLayers,
  "scheme" | "weightScales" | "contextClip" | "precision"
>): TransformerQuantizers {
  if (scheme === "softmax-aware") return softmaxAwareQuantizers(weightScales, contextClip);
  if (scheme === "sign") return signQuantizers(weightScales, contextClip);
  return twoSetQuantizers(activations === 32 ? 1 : activations);
}

/** Checks a configuration, without a backend of TensorFlow.js.
 *  @param where  how messages begin
 *  @throws RangeError naming the first field that makes no encoder. */
export function checkEncoderConfig(where: string, config: AnyEncoderConfig): void {
  const { outputs, layers, normEpsilon = 1, scheme = "two-set", precision } = config;
  checkIntegerBetween(where, "config.outputs", outputs, 1, 2 ** 20);
  checkIntegerBetween(where, "config.layers", layers, 1, 2 ** 10);
  checkChoice(where, "normalization", config.normalization, ["before", "after"]);
  if (readsImages(config)) checkPatches(where, config);
  else checkChoice(where, "positions", config.positions, ["sinusoidal", "learned"]);
  checkChoice(where, "pooling", config.pooling, ["first", "mean"]);
  checkChoice(where, "scheme", scheme, binarizationSchemes);
  const scales = scheme !== "two-set" ? (["mean", "learned"] as const) : (["mean"] as const);
  checkChoice(where, "weightScales", config.weightScales ?? "mean", scales);
  checkContextClip(where, scheme, config.contextClip);
  checkChoice(where, "precision.weights", precision.weights, [1, 32]);
  checkChoice(where, "precision.embedding", precision.embedding, [1, 32]);
  const { activations } = precision;
  if (activations !== 32) {
    if (scheme === "two-set") {
      checkIntegerBetween(where, "config.precision.activations", activations, 1, 8);
    } else if (activations !== 1) {
      throw new RangeError(
        `${where}: config.precision.activations must be 1 or 32 in the scheme "${scheme}", got ${activations}`,
      );
    }
  }
  if (!(normEpsilon > 0 && Number.isFinite(normEpsilon))) {
    throw new RangeError(`${where}: config.normEpsilon must be positive, got ${normEpsilon}`);
  }
  checkBlockConfig(where, stackConfigOf(config));
}

function checkContextClip(
  where: string,
  scheme: BinarizationScheme,
  contextClip: number | undefined,
): void {
  if (contextClip === undefined) return;
  if (scheme === "two-set") {
    throw new RangeError(
      `${where}: config.contextClip must be absent with scheme two-set, whose scales decide it, got ${contextClip}`,
    );
  }
  if (contextClip > 0 && Number.isFinite(contextClip)) return;
  throw new RangeError(`${where}: config.contextClip must be positive, got ${contextClip}`);
}

function checkPatches(where: string, { image, patch }: ImageEncoderConfig): void {
  checkIntegerBetween(where, "config.patch", patch, 1, 2 ** 16);
  for (const [name, size] of Object.entries(image)) {
    checkIntegerBetween(where, `config.image.${name}`, size, 1, 2 ** 16);
    if (name === "channels" || size % patch === 0) continue;
    throw new RangeError(
      `${where}: config.image.${name} (${size}) must be a multiple of config.patch (${patch})`,
    );
  }
}

function checkChoice<T>(where: string, name: string, value: T, choices: readonly T[]): void {
  if (choices.includes(value)) return;
  throw new RangeError(
    `${where}: config.${name} must be one of ${choices.join(", ")}, got ${String(value)}`,
  );
}

/** The layers of an encoder. */
export function stackConfigOf(config: AnyEncoderConfig): StackConfig {
  const { precision, layers, scheme = "two-set" } = config;
  const input: Pick<StackConfig, "vocabularySize" | "maximumLength" | "positions"> = readsImages(
    config,
  )
    ? { vocabularySize: 1, maximumLength: Math.max(2, patchCount(config)), positions: "learned" }
    : config;
  const weights = precision.weights === 1 ? 0 : false;
  const activations = precision.activations < 32 ? 0 : false;
  return {
    ...config,
    ...input,
    encoderLayers: layers,
    decoderLayers: 1, // which nobody runs
    extraNorms: false,
    attentionBiases: true,
    separateProjections: true,
    attentionDropoutOf: scheme === "two-set" ? "probabilities" : "scores",
    binarize: {
      feedForwardWeights: precision.feedForwardWeights === 32 ? false : weights,
      feedForwardActivations: precision.feedForwardActivations === 32 ? false : activations,
      attentionWeights: weights,
      attentionActivations: activations,
      attentionOutputActivations: activations,
      einsums: activations,
    },
  };
}
