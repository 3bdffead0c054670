import { isDeepStrictEqual } from "node:util";
import {
  type BinarizationStarts,
  binarizeFrom,
  binarizeWeightsFrom,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import { type FitConfig, type Variant, variants } from "./fit-config.ts";

/** The model that a training configuration describes, for a vocabulary. */
export function transformerConfigOf(config: FitConfig, vocabularySize: number): TransformerConfig {
  return { ...config.model, vocabularySize, binarize: binarizationOf(config) };
}

/** The variant that has from the first step on what `model` has.
 *  @throws UsageError, naming `path`, if there is none. */
export function variantOf({ binarize }: TransformerConfig, path: string): Variant {
  const variant = variants.find((candidate) =>
    isDeepStrictEqual(binarize, binarizationOf({ variant: candidate, binarizeAt: 0 })),
  );
  if (variant !== undefined) return variant;
  throw new UsageError(
    `${path}: no variant (${variants.join(", ")}) has one bit where this model has it`,
  );
}

type Binarization = Pick<FitConfig, "variant" | "binarizeAt">;

function binarizationOf({ variant, binarizeAt }: Binarization): BinarizationStarts {
  switch (variant) {
    case "float":
      return binarizeFrom(false);
    case "weight-only":
      return binarizeWeightsFrom(binarizeAt);
    case "w1a1":
      return binarizeFrom(binarizeAt);
    default:
      return variant satisfies never;
  }
}
