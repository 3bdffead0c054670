import {
  initializeParameters,
  type Parameters,
  parameterShapes,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import type { FitConfig } from "./fit-config.ts";
import { loadWeightsFor } from "./weights-file.ts";

interface StartingContext {
  /** The tokenizer of the run's text. */
  readonly tokenizerSha256: string;
  /** The parameters that the run had. */
  readonly before?: Readonly<Record<string, Float32Array>> | undefined;
}

/** The parameters that a run starts from: those that it had, those of a weights file, or seeded random ones.
 *  @throws UsageError if they are another model's or another tokenizer's, would be float here but never were, or there is
 *    no such file or it is damaged. */
export async function startingParameters(
  { initialWeights: path, seed }: Pick<FitConfig, "initialWeights" | "seed">,
  model: TransformerConfig,
  { tokenizerSha256, before }: StartingContext,
): Promise<Parameters> {
  if (before) return parametersOf(before, model, "the checkpoint");
  if (path === "") return initializeParameters(model, seed);
  const weights = await loadWeightsFor(path, tokenizerSha256);
  for (const group of ["feedForwardWeights", "attentionWeights"] as const) {
    if (weights.model.binarize[group] === 0 && model.binarize[group] !== 0) {
      throw new UsageError(
        `${path}: its weights have been one bit from the first step on, so they must be here: --binarize-at 0`,
      );
    }
  }
  return parametersOf(weights.parameters, model, path);
}

function parametersOf(
  parameters: Readonly<Record<string, Float32Array>>,
  model: TransformerConfig,
  where: string,
): Parameters {
  const entries = parameterShapes(model).map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = parameters[name];
    if (values?.length !== length) {
      const found = values === undefined ? "none" : values.length;
      throw new UsageError(
        `${where}: ${name} must have ${length} values for this model, got ${found}`,
      );
    }
    return [name, { shape, values }] as const;
  });
  return Object.fromEntries(entries);
}
