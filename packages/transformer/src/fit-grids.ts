import {
  dampedCorrelation,
  feedbackFactor,
  type InputCorrelation,
} from "@bnnkit/quantizers/calibration";
import type { TransformerConfig } from "./config.ts";
import { roundWithFeedback } from "./error-feedback.ts";
import { nodeMatrices } from "./grid-bits.ts";
import { type GridMatrix, roundToGrid } from "./odd-grid.ts";
import { checkParameters, type Parameters } from "./parameters.ts";

export interface FitGridsOptions {
  /** Of each matrix by the name of its node, as `allocateGridBits` finds them, or of all. */
  readonly bits: number | ReadonlyMap<string, number>;
  /** Of the inputs by the names of the parameters, so that the rounding of a weight makes up for that of others; without,
   *  each goes to the nearest number of its grid. */
  readonly correlations?: ReadonlyMap<string, InputCorrelation>;
}

/** Few-bit weights for a model that was trained in float: each matrix on uniform grids, by the name of its node.
 *  @throws RangeError for parameters as `exportModel`, and for bits that are missing or no integer in 1 … 7 */
export function fitGrids(
  config: TransformerConfig,
  parameters: Parameters,
  { bits: chosen, correlations }: FitGridsOptions,
): ReadonlyMap<string, GridMatrix> {
  checkParameters("fitGrids", config, parameters);
  const factors = new Map<string, Float64Array>();
  const grids = new Map<string, GridMatrix>();
  for (const { node, parameter, rows, columns, values } of nodeMatrices(config, parameters)) {
    const bits = typeof chosen === "number" ? chosen : chosen.get(node);
    if (bits === undefined) throw new RangeError(`fitGrids: bits must have ${node}`);
    const size = { rows, columns, bits };
    const correlation = correlations?.get(parameter);
    const factor =
      factors.get(parameter) ?? (correlation && feedbackFactor(dampedCorrelation(correlation)));
    if (factor) factors.set(parameter, factor);
    grids.set(node, factor ? roundWithFeedback(values, size, factor) : roundToGrid(values, size));
  }
  return grids;
}
