import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import { columnGroups } from "./column-groups.ts";

/** The size of a matrix, and what a mean or a scale of it takes. */
export interface BitCountOptions {
  readonly rows: number;
  readonly columns: number;
  /** Bits of a mean, a scale, a step or an offset; default 16. */
  readonly scaleBits?: number;
}

export interface PbLlmBitsOptions extends BitCountOptions {
  /** How many weights are salient. */
  readonly salient: number;
  /** Bits of a salient weight; default 8. */
  readonly salientBits?: number;
  /** "others": a salient weight has no sign bit, as the paper counts; "all": it has one, as a packed plane of signs does.
   *  Default "others". */
  readonly signs?: "others" | "all";
  /** Columns that share a mean and a scale of a row; default all. */
  readonly groupSize?: number;
}

/** Bits of a weight of PB-LLM: signs, a bit for each that says whether it is salient, the salient ones, and of each row step
 *  and offset, and of each row or group of its columns mean and scale.
 *  @throws RangeError unless these are counts that go together. */
export function pbLlmBits(options: PbLlmBitsOptions): number {
  const { salient, salientBits = 8, signs = "others", columns, groupSize } = options;
  const { rows, size, scaleBits } = checkedSize("pbLlmBits", options);
  checkIntegerBetween("pbLlmBits", "salient", salient, 0, size);
  checkPositiveInteger("pbLlmBits", "salientBits", salientBits);
  const groups = columnGroups("pbLlmBits", columns, groupSize).count;
  const signed = signs === "all" ? size : size - salient;
  return (signed + size + salientBits * salient + 2 * (1 + groups) * scaleBits * rows) / size;
}

export interface BiLlmBitsOptions extends BitCountOptions {
  /** How many columns are salient. */
  readonly salientColumns: number;
  /** Columns that share the means and scales of a row; default 128. */
  readonly blockSize?: number;
}

/** Bits of a weight of BiLLM: signs, two of salient columns; a bit for each other weight that says to which part it belongs; a
 *  bit for each column; and of each row and block four means and four scales.
 *  @throws RangeError unless these are counts that go together. */
export function biLlmBits(options: BiLlmBitsOptions): number {
  const { salientColumns, blockSize = 128, columns } = options;
  const { rows, size, scaleBits } = checkedSize("biLlmBits", options);
  checkIntegerBetween("biLlmBits", "salientColumns", salientColumns, 0, columns);
  checkPositiveInteger("biLlmBits", "blockSize", blockSize);
  // Two bits either way: two signs, or a sign and the part.
  const blocks = Math.ceil(columns / blockSize);
  return (2 * size + columns + 8 * scaleBits * rows * blocks) / size;
}

export interface AlternatingBitsOptions extends BitCountOptions {
  /** Bits of a weight, 1 or 2; default 1. */
  readonly order?: 1 | 2;
  /** Columns that share the mean and the scales of a row; default all. */
  readonly blockSize?: number;
}

/** Bits of a weight of ARB-LLM: its signs, and of each row and block a mean and a scale for each sign.
 *  @throws RangeError unless these are counts that go together. */
export function alternatingBits(options: AlternatingBitsOptions): number {
  const { order = 1, columns, blockSize = columns } = options;
  const { rows, size, scaleBits } = checkedSize("alternatingBits", options);
  checkIntegerBetween("alternatingBits", "order", order, 1, 2);
  checkPositiveInteger("alternatingBits", "blockSize", blockSize);
  const blocks = Math.ceil(columns / blockSize);
  return (order * size + (1 + order) * scaleBits * rows * blocks) / size;
}

/** Bits of a weight of ARB-RC: its sign, and a scale of each row and column.
 *  @throws RangeError unless these are counts that go together. */
export function rowColumnBits(options: BitCountOptions): number {
  const { rows, size, scaleBits } = checkedSize("rowColumnBits", options);
  return (size + scaleBits * (rows + options.columns)) / size;
}

export interface BinaryFactorBitsOptions extends BitCountOptions {
  readonly rank: number;
}

/** Bits of a weight of two one-bit factors: their signs, and a scale of each row, column and component. Less than one bit of
 *  each is possible.
 *  @throws RangeError unless these are counts that go together. */
export function binaryFactorBits(options: BinaryFactorBitsOptions): number {
  const { rank, columns } = options;
  const { rows, size, scaleBits } = checkedSize("binaryFactorBits", options);
  checkPositiveInteger("binaryFactorBits", "rank", rank);
  return (rank * (rows + columns) + scaleBits * (rows + columns + rank)) / size;
}

function checkedSize(
  where: string,
  { rows, columns, scaleBits = 16 }: BitCountOptions,
): { readonly rows: number; readonly size: number; readonly scaleBits: number } {
  checkPositiveInteger(where, "rows", rows);
  checkPositiveInteger(where, "columns", columns);
  checkIntegerBetween(where, "scaleBits", scaleBits, 0, 64);
  return { rows, size: rows * columns, scaleBits };
}
