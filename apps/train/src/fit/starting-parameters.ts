import {
  initializeParameters,
  type Parameters,
  parameterShapes,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import type { FitConfig } from "./fit-config.ts";
import { loadWeights } from "./weights-file.ts";

/** The parameters that a run starts from: those of a weights file, or seeded random ones.
 *  @throws UsageError if the file holds another model; Error if it is missing or damaged. */
export async function startingParameters(
  { initialWeights: path, seed }: Pick<FitConfig, "initialWeights" | "seed">,
  model: TransformerConfig,
): Promise<Parameters> {
  if (path === "") return initializeParameters(model, seed);
  const { parameters } = await loadWeights(path);
  const entries = parameterShapes(model).map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = parameters[name];
    if (values?.length !== length) {
      const found = values === undefined ? "none" : values.length;
      throw new UsageError(
        `${path}: ${name} must have ${length} values for this model, got ${found}`,
      );
    }
    return [name, { shape, values }] as const;
  });
  return Object.fromEntries(entries);
}
