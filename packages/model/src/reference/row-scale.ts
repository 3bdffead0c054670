import type { RowScale } from "../nodes/threshold.ts";

/** 2^−23, what is added to the greatest magnitude. */
const epsilon = 2 ** -23;

/** The scale that the data of a row, or of a slice of one, gives. */
export function rowScaleOf(row: Float64Array, scale: RowScale): number {
  switch (scale) {
    case "half-maximum":
      return halfMaximum(row);
    case "int8-step": {
      const maximum = greatestMagnitude(row);
      return maximum === 0 ? 1 : maximum / 127;
    }
    default:
      return scale satisfies never;
  }
}

/** Half of the greatest magnitude, kept above 0. */
export function halfMaximum(row: Float64Array): number {
  return (greatestMagnitude(row) + epsilon) / 2;
}

function greatestMagnitude(row: Float64Array): number {
  return row.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
}
