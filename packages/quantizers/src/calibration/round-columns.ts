import { checkLength, checkPositiveInteger } from "@bnnkit/core";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** Some neighbouring columns of a matrix, as they are when it is their turn. */
export interface ColumnBlock {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** `[rows, to − from]`: a copy. */
  readonly weights: WeightMatrix;
}

/** The number that a weight becomes, given what it is with the errors that were handed on to it.
 *  @param column  of the whole matrix */
export type RoundWeight = (value: number, row: number, column: number) => number;

export interface RoundColumnsOptions {
  /** Columns that are rounded before their errors go on to all that follow; default 128. */
  readonly blockSize?: number;
  /** To which columns an error goes: "columns": all that follow, as in GPTQ; "blocks": those of later blocks alone, as in the
   *  code of BiLLM and ARB-LLM, which round a block at once. Default "columns". */
  readonly handOn?: "columns" | "blocks";
}

/** Rounds a matrix column by column, so that later weights make up for the errors of earlier ones: the loop of GPTQ.
 *
 *  `e = (w_j − q_j)/U_jj` of each row, then `w_k −= e·U_jk` for the columns k > j. Of all choices of the later weights that
 *  makes the error of the products with inputs like those seen least, with those before rounded as they are.
 *
 *  Frantar et al. 2022, https://arxiv.org/abs/2210.17323; Hassibi and Stork 1993, Optimal Brain Surgeon
 *  @param factor  U of `feedbackFactor`
 *  @param roundingOf  how the weights of a block are rounded, asked for when it is its turn
 *  @returns the rounded numbers, `[rows, columns]`
 *  @throws RangeError for a matrix that is none, another size of the factor, or `blockSize` that is no positive integer. */
export function roundColumns(
  matrix: WeightMatrix,
  factor: Float64Array,
  roundingOf: (block: ColumnBlock) => RoundWeight,
  { blockSize = 128, handOn = "columns" }: RoundColumnsOptions = {},
): Float64Array {
  const { rows, columns } = matrix;
  checkWeightMatrix("roundColumns", matrix);
  checkLength("roundColumns", "factor", factor.length, columns ** 2);
  checkPositiveInteger("roundColumns", "blockSize", blockSize);
  const working = Float64Array.from(matrix.values);
  const rounded = new Float64Array(working.length);
  for (let from = 0; from < columns; from += blockSize) {
    const to = Math.min(from + blockSize, columns);
    const round = roundingOf({ from, to, weights: columnsOf(working, rows, columns, [from, to]) });
    const errors = new Float64Array(rows * (to - from));
    for (let j = from; j < to; j++) {
      const end = handOn === "columns" ? to : j + 1;
      for (let row = 0; row < rows; row++) {
        const at = row * columns;
        const q = round(working[at + j], row, j);
        rounded[at + j] = q;
        const error = (working[at + j] - q) / factor[j * columns + j];
        errors[row * (to - from) + j - from] = error;
        for (let k = j + 1; k < end; k++) working[at + k] -= error * factor[j * columns + k];
      }
    }
    passOn(working, errors, factor, { rows, columns, from, to });
  }
  return rounded;
}

/** Rounds a matrix by blocks of columns that are each rounded at once, as with scales that are fitted to a block: `roundColumns`
 *  for BiLLM and ARB-LLM. As in their code the errors go to later blocks alone unless `handOn` says otherwise.
 *  @param roundBlock  what a block becomes, `[rows, to − from]`
 *  @throws RangeError as `roundColumns`, and for a block of another size. */
export function roundBlocks(
  matrix: WeightMatrix,
  factor: Float64Array,
  roundBlock: (block: ColumnBlock) => Float64Array,
  { handOn = "blocks", ...options }: RoundColumnsOptions = {},
): Float64Array {
  const roundingOf = (block: ColumnBlock): RoundWeight => {
    const width = block.to - block.from;
    const rounded = roundBlock(block);
    checkLength("roundBlocks", "rounded block", rounded.length, matrix.rows * width);
    return (_, row, column) => rounded[row * width + column - block.from];
  };
  return roundColumns(matrix, factor, roundingOf, { ...options, handOn });
}

/** `W[:, to …] −= E·U[from … to, to …]`. */
function passOn(
  working: Float64Array,
  errors: Float64Array,
  factor: Float64Array,
  { rows, columns, from, to }: { rows: number; columns: number; from: number; to: number },
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = from; j < to; j++) {
      const error = errors[row * (to - from) + j - from];
      if (error === 0) continue;
      for (let k = to; k < columns; k++) {
        working[row * columns + k] -= error * factor[j * columns + k];
      }
    }
  }
}

function columnsOf(
  values: Float64Array,
  rows: number,
  columns: number,
  [from, to]: readonly [number, number],
): WeightMatrix {
  const width = to - from;
  const block = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    block.set(values.subarray(row * columns + from, row * columns + to), row * width);
  }
  return { rows, columns: width, values: block };
}
