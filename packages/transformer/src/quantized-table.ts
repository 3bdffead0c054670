import { roundHalfEven } from "@bnnkit/core";

/** A table as int8 codes and one scale for each row: `value = code·scale`. */
export interface QuantizedTable {
  /** Row-major, in −127…127. */
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

const largestCode = 127;

/** Rounds each row to int8: `scale = max|row|/127` in float32 (1 for a row of zeros), `code = roundHalfEven(w/scale)`.
 *  @param values  row-major, `rows · columns` long
 *  @throws RangeError for another length, and naming the index of a value that is not finite. */
export function quantizeTable(values: Float32Array, rows: number, columns: number): QuantizedTable {
  if (values.length !== rows * columns) {
    throw new RangeError(
      `quantizeTable: values must have rows × columns = ${rows * columns} elements, got ${values.length}`,
    );
  }
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new RangeError(`quantizeTable: values[${index}] must be finite, got ${values[index]}`);
  }
  const codes = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const slice = values.subarray(row * columns, (row + 1) * columns);
    const maximum = slice.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = Math.fround(maximum / largestCode) || 1;
    scales[row] = scale;
    for (const [i, value] of slice.entries()) {
      const code = roundHalfEven(Math.fround(value / scale));
      codes[row * columns + i] = Math.max(-largestCode, Math.min(largestCode, code));
    }
  }
  return { codes, scales };
}

/** The values that codes and scales stand for, each product rounded to float32.
 *  @throws RangeError unless each scale has as many codes. */
export function dequantizeTable({ codes, scales }: QuantizedTable): Float32Array {
  const columns = codes.length / scales.length;
  if (!Number.isInteger(columns)) {
    throw new RangeError(
      `dequantizeTable: codes.length (${codes.length}) must be a multiple of scales.length (${scales.length})`,
    );
  }
  return Float32Array.from(codes, (code, i) => code * scales[Math.floor(i / columns)]);
}
