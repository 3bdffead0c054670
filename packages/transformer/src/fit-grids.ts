import type { TransformerConfig } from "./config.ts";
import {
  feedbackFactor,
  type InputCorrelation,
  productEnergy,
  type RoundedMatrix,
  roundWithFeedback,
} from "./error-feedback.ts";
import { type CalibrationText, inputCorrelations } from "./input-correlations.ts";
import { type GridMatrix, roundToGrid } from "./odd-grid.ts";
import { parameterShapes } from "./parameter-shapes.ts";
import { checkParameters, type Parameters } from "./parameters.ts";

export interface FitGridsOptions {
  /** Mean over the weights of all matrices, 1 to 7: a matrix has a bit more where that helps most, another one less. */
  readonly averageBits: number;
  /** Text by which the rounding of a weight makes up for that of others; without, each goes to the nearest number. */
  readonly calibration?: CalibrationText;
}

/** Few-bit weights for a model that was trained in float: each matrix on uniform grids, by the name of its node.
 *
 *  Of the bits that the average leaves each goes to the matrix where it takes most off the error of the products, relative to
 *  their energy and to what it costs in the file.
 *  @throws RangeError for parameters as `exportModel` and for an average that is not in 1 … 7 */
export function fitGrids(
  config: TransformerConfig,
  parameters: Parameters,
  { averageBits, calibration }: FitGridsOptions,
): ReadonlyMap<string, GridMatrix> {
  checkParameters("fitGrids", config, parameters);
  if (!(averageBits >= 1 && averageBits <= mostBits)) {
    throw new RangeError(`fitGrids: averageBits must be in 1 … ${mostBits}, got ${averageBits}`);
  }
  const correlations = calibration && inputCorrelations(config, parameters, calibration);
  const range = bitsAround(averageBits);
  const matrices = matricesOf(config, parameters).map((matrix) =>
    roundedAt(matrix, range, correlations?.get(matrix.parameter)),
  );
  return chooseBits(matrices, averageBits);
}

const mostBits = 7;

/** The numbers of bits that a matrix may get. */
function bitsAround(average: number): readonly number[] {
  const [least, greatest] = [Math.max(1, Math.ceil(average) - 2), Math.floor(average) + 2];
  return Array.from({ length: Math.min(mostBits, greatest) - least + 1 }, (_, i) => least + i);
}

interface Matrix {
  readonly node: string;
  readonly parameter: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** The matrices of the nodes, of which a parameter may hold several. */
function matricesOf(config: TransformerConfig, parameters: Parameters): Matrix[] {
  return parameterShapes(config)
    .filter(({ part }) => part === "weights")
    .flatMap(({ name, nodes, shape: [allRows, columns] }) => {
      const rows = allRows / nodes.length;
      const size = rows * columns;
      return nodes.map((node, i) => {
        const values = parameters[name].values.subarray(i * size, (i + 1) * size);
        return { node, parameter: name, rows, columns, values };
      });
    });
}

/** A matrix rounded with each number of bits. */
interface Candidates {
  readonly node: string;
  readonly size: number;
  /** Rising in bits, with errors relative to the energy. */
  readonly rounded: readonly RoundedMatrix[];
}

function roundedAt(
  { node, rows, columns, values }: Matrix,
  range: readonly number[],
  correlation: InputCorrelation | undefined,
): Candidates {
  const factor = correlation && feedbackFactor(correlation);
  const energy = factor ? productEnergy(values, factor) : squares(values);
  const rounded = range.map((bits) => {
    const options = { rows, columns, bits };
    const { grid, error } = factor
      ? roundWithFeedback(values, options, factor)
      : nearest(values, options);
    return { grid, error: error / (energy || 1) };
  });
  return { node, size: values.length, rounded };
}

function nearest(
  values: Float32Array,
  options: { readonly rows: number; readonly columns: number; readonly bits: number },
): RoundedMatrix {
  const grid = roundToGrid(values, options);
  const { codes, scales } = grid;
  const error = values.reduce(
    (sum, value, i) => sum + (value - codes[i] * scales[Math.floor(i / options.columns)]) ** 2,
    0,
  );
  return { grid, error };
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

function chooseBits(
  matrices: readonly Candidates[],
  averageBits: number,
): ReadonlyMap<string, GridMatrix> {
  const chosen = matrices.map((candidates) => ({ candidates, index: 0 }));
  const gridOf = ({ candidates, index }: (typeof chosen)[number]) => candidates.rounded[index].grid;
  const weights = matrices.reduce((sum, { size }) => sum + size, 0);
  let left =
    averageBits * weights -
    chosen.reduce((sum, choice) => sum + gridOf(choice).bits * choice.candidates.size, 0);
  for (;;) {
    const [best] = chosen
      .flatMap((choice) => {
        const { rounded, size } = choice.candidates;
        if (choice.index + 1 >= rounded.length || size > left) return [];
        const gain = rounded[choice.index].error - rounded[choice.index + 1].error;
        return { choice, gain: gain / size };
      })
      .sort((a, b) => b.gain - a.gain);
    if (best === undefined) break;
    best.choice.index++;
    left -= best.choice.candidates.size;
  }
  return new Map(chosen.map((choice) => [choice.candidates.node, gridOf(choice)]));
}
