import {
  fitQuantizers,
  type ImageBatch,
  type ImageEncoderConfig,
  initializeEncoder,
} from "@bnnkit/transformer";
import { valuesOf } from "../encoder/encoder-variables.ts";
import { overlaidParameters } from "../encoder/overlaid-parameters.ts";
import { UsageError } from "../errors.ts";
import type { LearnerOptions } from "./image-learner.ts";

/** Where the parameters of a Transformer of patches come from. */
export interface PatchEncoderStart extends Pick<LearnerOptions, "initial"> {
  readonly seed: number;
  /** The first images, which scales of quantizers fit. */
  readonly images: ImageBatch;
  /** Factor on the scales of the matrices behind attention; default 1. */
  readonly attentionScale?: number | undefined;
}

/** The parameters that a Transformer of patches starts from, by their names.
 *  @throws UsageError if no such Transformer reads such images, or the initial ones are of another shape. */
export function startingPatchEncoder(
  encoder: ImageEncoderConfig,
  { seed, images, initial, attentionScale }: PatchEncoderStart,
): Readonly<Record<string, Float32Array>> {
  try {
    const random = initializeEncoder(encoder, seed);
    const where = "--initial-weights";
    const started = initial
      ? overlaidParameters(encoder, random, initial, {
          where,
          mayLack: ({ part }) => part === "quantizer",
        })
      : random;
    const fitted = valuesOf(fitQuantizers(encoder, started, images));
    return { ...fitted, ...attentionScales(fitted, attentionScale), ...weightScalesIn(initial) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`--network vit: ${cause.message}`, { cause });
  }
}

/** Scales of the matrices behind attention times a factor: with a small one attention begins as a small part of the residual.
 *
 *  Touvron et al. 2021, Going deeper with Image Transformers, https://arxiv.org/abs/2103.17239, LayerScale */
function attentionScales(
  fitted: Readonly<Record<string, Float32Array>>,
  factor: number = 1,
): Readonly<Record<string, Float32Array>> {
  const scaled = Object.entries(fitted).flatMap(([name, values]) =>
    name.endsWith("/self-attention/output/weights/scales")
      ? [[name, values.map((value) => factor * value)] as const]
      : [],
  );
  return Object.fromEntries(scaled);
}

/** Scales of weights that were learned before, which stay as they are. */
function weightScalesIn(
  initial: LearnerOptions["initial"] = {},
): Readonly<Record<string, Float32Array>> {
  const learned = Object.entries(initial).filter(([name]) => name.endsWith("/weights/scales"));
  return Object.fromEntries(learned);
}
