import {
  floatPrecision,
  type ImageEncoderConfig,
  type Precision,
  parsePrecision,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";

/** How a Transformer of patches is binarized. */
export type PatchRecipe = Pick<ImageEncoderConfig, "precision" | "scheme">;

/** What of a Transformer of patches the command line decides. */
export type PatchShape = Pick<
  ImageEncoderConfig,
  | "patch"
  | "features"
  | "heads"
  | "feedForwardFeatures"
  | "layers"
  | "dropout"
  | "weightScales"
  | "contextClip"
>;

/** A system that a Transformer of patches has. */
export type PatchSystemName = "float" | "sign" | "bivit" | "bit";

const oneBit = parsePrecision("1-32-1");
/** One-bit weights everywhere, real rows before those of the feed-forward layers: what BiViT's code does. */
const realFeedForward: Precision = { ...oneBit, feedForwardActivations: 32 };
/** One bit in attention alone: the first of the two stages that BiViT trains in. */
const floatFeedForward: Precision = { ...realFeedForward, feedForwardWeights: 32 };

/** The presets of each system; the first one stands for it. */
export const patchSystems: Readonly<
  Record<PatchSystemName, Readonly<Record<string, PatchRecipe>>>
> = {
  float: { float: { precision: floatPrecision } },
  sign: {
    "real-feed-forward": { scheme: "sign", precision: realFeedForward },
    "one-bit": { scheme: "sign", precision: oneBit },
    "float-feed-forward": { scheme: "sign", precision: floatFeedForward },
  },
  bivit: {
    "real-feed-forward": { scheme: "softmax-aware", precision: realFeedForward },
    "one-bit": { scheme: "softmax-aware", precision: oneBit },
    "float-feed-forward": { scheme: "softmax-aware", precision: floatFeedForward },
  },
  bit: {
    "one-bit": { scheme: "two-set", precision: oneBit },
    "two-bits": { scheme: "two-set", precision: parsePrecision("1-32-2") },
  },
};

/** The names of {@link PatchSystemName}. */
export const patchSystemNames: readonly string[] = Object.keys(patchSystems);

/** What is not said of a Transformer of patches. */
export const defaultPatchShape: Omit<PatchShape, "weightScales" | "contextClip"> = {
  patch: 7,
  features: 64,
  heads: 4,
  feedForwardFeatures: 128,
  layers: 2,
  dropout: 0,
};

/** Rate of the first step, unless told otherwise. */
export const patchLearningRate = 2e-3;

/** @throws UsageError if no Transformer of patches has such a system. */
export function patchSystemNamed(name: string): PatchSystemName {
  if (isPatchSystem(name)) return name;
  throw new UsageError(
    `--system of a vit must be one of ${patchSystemNames.join(", ")}, got ${name}`,
  );
}

/** The first preset of a system. */
export function defaultPatchPreset(system: PatchSystemName): string {
  return Object.keys(patchSystems[system])[0];
}

/** @throws UsageError if the system has no such preset. */
export function patchRecipeNamed(system: string, preset: string): PatchRecipe {
  const presets = patchSystems[patchSystemNamed(system)];
  if (Object.hasOwn(presets, preset)) return presets[preset];
  throw new UsageError(
    `--preset: ${system} of a vit has ${Object.keys(presets).join(", ")}, got ${preset}`,
  );
}

function isPatchSystem(name: string): name is PatchSystemName {
  return Object.hasOwn(patchSystems, name);
}
