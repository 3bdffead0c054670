import type { PackedModel } from "@bnnkit/model";
import { summarize } from "@bnnkit/model";
import type { PackedComparison } from "./compare-scores.ts";
import type { ImageConfig } from "./image-config.ts";

/** What became of a run on images: `result.json` in its folder. */
export interface ImageResult
  extends Pick<ImageConfig, "system" | "preset" | "network" | "epochs" | "batch" | "seed"> {
  readonly learningRate: number;
  /** Of a Transformer of patches whose scales of weights are learned; else absent. */
  readonly weightScales?: "learned";
  readonly trainImages: number;
  readonly testImages: number;
  /** Share of the test images whose class has the greatest score. */
  readonly accuracy: number;
  readonly loss: number;
  /** Of training and evaluations. */
  readonly seconds: number;
  readonly modelBytes: number;
  /** Bits of a parameter of the packed network, scales not counted. */
  readonly bitsPerParameter: number;
  /** Share of multiply-accumulates with one bit on both sides. */
  readonly binaryMacShare: number;
  /** Test images that the packed network gives the same class as the trained one. */
  readonly sameClass: number;
  /** Of the others, those whose class is no tie of the trained network's scores; absent in older results. */
  readonly otherClass?: number;
  /** Test images whose scores are the same within the tolerance; absent in older results. */
  readonly sameScores?: number;
  /** Greatest difference of their scores, divided by the greatest of that image. */
  readonly largestDifference: number;
  /** Of attention of zeros and ones in each layer: share of the keys that it keeps, on the first test images. */
  readonly keptKeys?: readonly number[];
}

const names: readonly (keyof ImageResult)[] = ["system", "preset", "network"];
const numbers: readonly (keyof ImageResult)[] = [
  ...(["epochs", "batch", "seed", "learningRate", "trainImages", "testImages"] as const),
  ...(["accuracy", "loss", "seconds", "modelBytes", "bitsPerParameter"] as const),
  ...(["binaryMacShare", "sameClass", "largestDifference"] as const),
];

/** Whether a value read from JSON is the result of a run. */
export function isImageResult(value: unknown): value is ImageResult {
  if (typeof value !== "object" || value === null) return false;
  const isOf = (type: string) => (name: string) => typeof Reflect.get(value, name) === type;
  return names.every(isOf("string")) && numbers.every(isOf("number"));
}

/** The preset of a run, with what else sets it apart from others of that preset. */
export function variantOf({
  preset,
  weightScales,
}: Pick<ImageResult, "preset" | "weightScales">): string {
  return weightScales === undefined ? preset : `${preset}, ${weightScales} scales`;
}

/** A packed network in numbers. */
export function countsOf(
  packed: PackedModel,
): Pick<ImageResult, "bitsPerParameter" | "binaryMacShare"> {
  const { parameters, parameterBits, binaryMacShare } = summarize(packed);
  const count = Object.values(parameters).reduce((sum, number) => sum + number, 0);
  return { bitsPerParameter: parameterBits / count, binaryMacShare };
}

/** The result of a run as `result.json` has it. */
export function imageResult(
  { system, preset, network, epochs, batch, seed, learningRate, patches }: ImageConfig,
  of: Omit<
    ImageResult,
    | "system"
    | "preset"
    | "network"
    | "epochs"
    | "batch"
    | "seed"
    | "learningRate"
    | "weightScales"
    | "sameClass"
    | "otherClass"
    | "sameScores"
    | "largestDifference"
  > & {
    readonly comparison: Omit<PackedComparison, "otherClass" | "sameScores"> &
      Partial<PackedComparison>;
  },
): ImageResult {
  const { comparison, ...others } = of;
  const { images: _, ...agreement } = comparison;
  const run = { system, preset, network, epochs, batch, seed, learningRate };
  const areLearned = patches?.weightScales === "learned";
  return { ...run, ...(areLearned && { weightScales: "learned" }), ...others, ...agreement };
}
