import {
  initializeParameters,
  type Parameters,
  parameterShapes,
  type TransformerConfig,
} from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import type { FitConfig } from "./fit-config.ts";
import { loadWeights } from "./weights-file.ts";

/** The parameters that a run starts from: those that it had, those of a weights file, or seeded random ones.
 *  @throws UsageError if they are another model's, or there is no such file or it is damaged. */
export async function startingParameters(
  { initialWeights: path, seed }: Pick<FitConfig, "initialWeights" | "seed">,
  model: TransformerConfig,
  before?: Readonly<Record<string, Float32Array>>,
): Promise<Parameters> {
  if (before) return parametersOf(before, model, "the checkpoint");
  if (path === "") return initializeParameters(model, seed);
  const { parameters } = await loadWeights(path);
  return parametersOf(parameters, model, path);
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
