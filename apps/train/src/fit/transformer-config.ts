import {
  type BinarizationStarts,
  binarizeFrom,
  binarizeWeightsFrom,
  type TransformerConfig,
} from "@bnnkit/transformer";
import type { FitConfig } from "./fit-config.ts";

/** The model that a training configuration describes, for a vocabulary. */
export function transformerConfigOf(config: FitConfig, vocabularySize: number): TransformerConfig {
  return { ...config.model, vocabularySize, binarize: binarizationOf(config) };
}

function binarizationOf({ variant, binarizeAt }: FitConfig): BinarizationStarts {
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
