import {
  alternatingBinarization,
  type ColumnBlock,
  dampedCorrelation,
  feedbackFactor,
  type InputCorrelation,
  roundBlocks,
  rowColumnBinarization,
  type WeightMatrix,
  withoutDeadInputs,
} from "@bnnkit/quantizers/calibration";
import { type LinearChain, oneMatrix } from "./linear-chain.ts";
import type { PlainTerm } from "./packed-matrix.ts";

/** A linear layer whose blocks of columns were fitted one after the other. */
export interface FittedBlocks {
  readonly chain: LinearChain;
  /** Row-major. */
  readonly values: Float64Array;
}

export interface FittedBlocksOptions {
  /** Columns that have means and scales of their own; they divide those of the matrix. */
  readonly blockSize: number;
  readonly correlation: InputCorrelation;
}

/** Means, scales and signs found in turn for each block of columns, whose error the later blocks make up for: ARB-LLM's first and second order
 *  within the loop of GPTQ.
 *
 *  Li et al. 2024, https://arxiv.org/abs/2410.03129 */
export function alternatingBlocks(
  matrix: WeightMatrix,
  {
    order = 1,
    rounds,
  }: { readonly order?: 1 | 2 | undefined; readonly rounds?: number | undefined },
  options: FittedBlocksOptions,
): FittedBlocks {
  const { rows, columns } = matrix;
  const slices = columns / options.blockSize;
  const table = (): Float64Array => new Float64Array(rows * slices);
  const means = table();
  const scales = Array.from({ length: order }, table);
  const signs = Array.from({ length: order }, () => new Int8Array(rows * columns));
  const values = inBlocks(matrix, options, ({ from, weights }) => {
    const fit = alternatingBinarization(weights, {
      order,
      ...(rounds !== undefined && { rounds }),
    });
    const width = weights.columns;
    for (let row = 0; row < rows; row++) {
      const slice = row * slices + from / width;
      means[slice] = fit.means[row];
      for (const [k, own] of fit.scales.entries()) scales[k][slice] = own[row];
      for (const [k, own] of fit.signs.entries()) {
        signs[k].set(own.subarray(row * width, (row + 1) * width), row * columns + from);
      }
    }
    return fit.values;
  });
  const terms = signs.map((digits, k): PlainTerm => {
    const own = { digit: "bipolar", digits, scales: scales[k], slices } as const;
    return k === 0 ? { ...own, offsets: means } : own;
  });
  return { chain: oneMatrix(matrix, terms), values };
}

/** Signs with a scale of each row of a block and one of each column, found in turn, in the same loop: ARB-RC.
 *
 *  Li et al. 2024, https://arxiv.org/abs/2410.03129 */
export function rowColumnBlocks(
  matrix: WeightMatrix,
  rounds: number | undefined,
  options: FittedBlocksOptions,
): FittedBlocks {
  const { rows, columns } = matrix;
  const slices = columns / options.blockSize;
  const rowScales = new Float64Array(rows * slices);
  const columnScales = new Float64Array(columns);
  const digits = new Int8Array(rows * columns);
  const values = inBlocks(matrix, options, ({ from, weights }) => {
    const fit = rowColumnBinarization(weights, rounds);
    const width = weights.columns;
    columnScales.set(fit.columnScales, from);
    for (const [i, weight] of weights.values.entries()) {
      const row = Math.floor(i / width);
      rowScales[row * slices + from / width] = fit.rowScales[row];
      digits[row * columns + from + (i % width)] = weight < 0 ? -1 : 1;
    }
    return fit.values;
  });
  const signs = oneMatrix(matrix, [{ digit: "bipolar", digits, scales: rowScales, slices }]);
  return { chain: [{ kind: "scales", name: "columns", scales: columnScales }, ...signs], values };
}

function inBlocks(
  matrix: WeightMatrix,
  { blockSize, correlation }: FittedBlocksOptions,
  fit: (block: ColumnBlock) => Float64Array,
): Float64Array {
  const factor = feedbackFactor(dampedCorrelation(correlation));
  return roundBlocks(withoutDeadInputs(matrix, correlation), factor, fit, { blockSize });
}
