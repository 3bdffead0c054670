import { checkIntegerBetween } from "@bnnkit/core";
import type { QuantizedTable } from "./quantized-table.ts";

/** A matrix whose rows stand on uniform grids: `value = code·scale`, codes the odd numbers −(2^bits − 1) … 2^bits − 1. */
export interface GridMatrix extends QuantizedTable {
  /** 1 to 7: planes of ±1 with the scales 1, 2, 4 … make a code, which fits a byte. */
  readonly bits: number;
}

export interface GridOptions {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
}

/** Steps of a grid as shares of the one whose ends are the greatest magnitudes of the row. */
const shares: readonly number[] = Array.from({ length: 21 }, (_, i) => 1 - 0.04 * i);

/** The nearest grid of each row: of the scales `share·max|row|/(2^bits − 1)`, share = 1, 0.96 … 0.2, the one with the least
 *  squared error; 1 for a row of zeros.
 *  @param values  row-major, `rows · columns` long
 *  @throws RangeError for another length, for `bits` that are no integer in 1 … 7, and naming the index of a value that is
 *    not finite. */
export function roundToGrid(values: Float32Array, options: GridOptions): GridMatrix {
  const { rows, columns, bits } = options;
  checkGrid("roundToGrid", values, options);
  const codes = new Int8Array(values.length);
  const scales = gridScales(values, options);
  for (let i = 0; i < rows * columns; i++) {
    codes[i] = nearestOdd(values[i] / scales[Math.floor(i / columns)], bits);
  }
  return { bits, codes, scales };
}

/** The scale of each row by {@link roundToGrid}'s rule. */
export function gridScales(
  values: Float32Array,
  { rows, columns, bits }: GridOptions,
): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) =>
    bestScale(values.subarray(row * columns, (row + 1) * columns), bits),
  );
}

/** The odd number of the grid nearest to x; of two the greater. */
export function nearestOdd(x: number, bits: number): number {
  const most = 2 ** bits - 1;
  return Math.max(-most, Math.min(most, 2 * Math.floor(x / 2) + 1));
}

/** @throws RangeError as {@link roundToGrid}, naming the caller. */
export function checkGrid(
  where: string,
  values: Float32Array,
  { rows, columns, bits }: GridOptions,
): void {
  checkIntegerBetween(where, "bits", bits, 1, 7);
  if (values.length !== rows * columns) {
    throw new RangeError(
      `${where}: values must have rows × columns = ${rows * columns} elements, got ${values.length}`,
    );
  }
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new RangeError(`${where}: values[${index}] must be finite, got ${values[index]}`);
  }
}

function bestScale(row: Float32Array, bits: number): number {
  const greatest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const widest = greatest / (2 ** bits - 1);
  let best = { scale: 1, error: Number.POSITIVE_INFINITY };
  for (const share of shares) {
    const scale = Math.fround(share * widest);
    if (scale === 0) break;
    const error = squaredError(row, scale, bits);
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
}

function squaredError(row: Float32Array, scale: number, bits: number): number {
  let sum = 0;
  for (const value of row) sum += (value - scale * nearestOdd(value / scale, bits)) ** 2;
  return sum;
}
