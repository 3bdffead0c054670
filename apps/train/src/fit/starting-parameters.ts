import {
  initializeParameters,
  type Parameters,
  parameterShapes,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import { carryTable } from "./carry-table.ts";
import type { FitConfig } from "./fit-config.ts";
import { type LoadedTokenizer, loadTokenizer } from "./load-data.ts";
import { loadWeightsFor } from "./weights-file.ts";

interface StartingContext {
  /** The tokenizer of the run's text. */
  readonly tokenizer: Pick<LoadedTokenizer, "tokenizer" | "sha256">;
  /** The parameters that the run had. */
  readonly before?: Readonly<Record<string, Float32Array>> | undefined;
}

/** The parameters that a run starts from: those that it had, those of a weights file, or seeded random ones.
 *  @throws UsageError if they are another model's or another tokenizer's, would be float here but never were, or there is
 *    no such file or it is damaged. */
export async function startingParameters(
  {
    initialWeights: path,
    initialTokenizer,
    seed,
  }: Pick<FitConfig, "initialWeights" | "initialTokenizer" | "seed">,
  model: TransformerConfig,
  { tokenizer, before }: StartingContext,
): Promise<Parameters> {
  if (before) return parametersOf(before, model, "the checkpoint");
  if (path === "") return initializeParameters(model, seed);
  const from = initialTokenizer === "" ? tokenizer : await loadTokenizer(initialTokenizer);
  const weights = await loadWeightsFor(path, from.sha256);
  for (const group of ["feedForwardWeights", "attentionWeights"] as const) {
    if (weights.model.binarize[group] === 0 && model.binarize[group] !== 0) {
      throw new UsageError(
        `${path}: its weights have been one bit from the first step on, so they must be here: --binarize-at 0`,
      );
    }
  }
  if (from === tokenizer) return parametersOf(weights.parameters, model, path);
  const carried: Record<string, Float32Array> = {};
  for (const { name, part } of parameterShapes(model)) {
    if (part !== "table") continue;
    const table = weights.parameters[name];
    if (table?.length !== from.tokenizer.vocabularySize * model.features) {
      throw new UsageError(
        `${path}: ${name} must have ${model.features} values for each token of ${initialTokenizer}`,
      );
    }
    carried[name] = carryTable(table, { from: from.tokenizer, to: tokenizer.tokenizer });
  }
  return parametersOf({ ...weights.parameters, ...carried }, model, path);
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
