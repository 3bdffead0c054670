import type { InputCorrelation } from "@bnnkit/quantizers/calibration";
import type { TransformerConfig } from "./config.ts";
import { type GridMatrix, roundToGrid } from "./odd-grid.ts";
import { parameterShapes } from "./parameter-shapes.ts";
import { checkParameters, type Parameters } from "./parameters.ts";

/** Most bits of a grid whose numbers fit a byte. */
export const mostGridBits = 7;

/** A matrix of weights of a node. */
export interface NodeMatrix {
  readonly node: string;
  /** Name of its parameter, which may hold several. */
  readonly parameter: string;
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]` */
  readonly values: Float32Array;
}

/** The matrices of the nodes, in the order of the parameters. */
export function nodeMatrices(config: TransformerConfig, parameters: Parameters): NodeMatrix[] {
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

/** What grids cost a matrix. */
export interface GridErrors {
  readonly node: string;
  /** Numbers that it has. */
  readonly size: number;
  /** Of 1, 2 … 7 bits: the squared errors of the weights as a share of their squares, both times the mean squares of the inputs. */
  readonly errors: readonly number[];
}

/** What each number of bits costs each matrix.
 *  @param correlations  of the inputs, by the names of the parameters; without, all inputs count alike
 *  @throws RangeError for parameters as `exportModel` */
export function gridErrors(
  config: TransformerConfig,
  parameters: Parameters,
  correlations?: ReadonlyMap<string, InputCorrelation>,
): readonly GridErrors[] {
  checkParameters("gridErrors", config, parameters);
  return nodeMatrices(config, parameters).map((matrix) => {
    const { node, parameter, rows, columns, values } = matrix;
    const squares = meanSquares(columns, correlations?.get(parameter));
    const energy = values.reduce((sum, value, i) => sum + squares[i % columns] * value ** 2, 0);
    const errors = Array.from({ length: mostGridBits }, (_, i) => {
      const grid = roundToGrid(values, { rows, columns, bits: i + 1 });
      return weightedError(matrix, grid, squares) / (energy || 1);
    });
    return { node, size: values.length, errors };
  });
}

/** The bits of each matrix, by the name of its node, with a mean over all weights of at most `averageBits`.
 *
 *  All begin with one; each further bit goes to the matrix where it takes most off the error for what it costs in the file.
 *  @throws RangeError for an average that is not in 1 … 7 */
export function allocateGridBits(
  matrices: readonly GridErrors[],
  averageBits: number,
): ReadonlyMap<string, number> {
  if (!(averageBits >= 1 && averageBits <= mostGridBits)) {
    throw new RangeError(
      `allocateGridBits: averageBits must be in 1 … ${mostGridBits}, got ${averageBits}`,
    );
  }
  const bits = new Map(matrices.map(({ node }) => [node, 1]));
  let left = (averageBits - 1) * matrices.reduce((sum, { size }) => sum + size, 0);
  for (;;) {
    const next = bestBit(matrices, bits, left);
    if (next === undefined) return bits;
    bits.set(next.node, (bits.get(next.node) ?? 0) + 1);
    left -= next.size;
  }
}

function bestBit(
  matrices: readonly GridErrors[],
  bits: ReadonlyMap<string, number>,
  left: number,
): GridErrors | undefined {
  let best: { readonly matrix: GridErrors; readonly gain: number } | undefined;
  for (const matrix of matrices) {
    const now = bits.get(matrix.node) ?? 0;
    if (matrix.size > left || now >= mostGridBits) continue;
    const gain = (matrix.errors[now - 1] - matrix.errors[now]) / matrix.size;
    if (best === undefined || gain > best.gain) best = { matrix, gain };
  }
  return best?.matrix;
}

function meanSquares(columns: number, correlation: InputCorrelation | undefined): Float64Array {
  if (correlation === undefined) return new Float64Array(columns).fill(1);
  return Float64Array.from({ length: columns }, (_, i) => correlation.sums[i * columns + i]);
}

function weightedError(
  { values, columns }: NodeMatrix,
  { codes, scales }: GridMatrix,
  squares: Float64Array,
): number {
  return values.reduce((sum, value, i) => {
    const error = value - codes[i] * scales[Math.floor(i / columns)];
    return sum + squares[i % columns] * error ** 2;
  }, 0);
}
