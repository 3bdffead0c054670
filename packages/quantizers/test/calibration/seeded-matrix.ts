import { createRandom } from "@bnnkit/testing";
import {
  type InputCorrelation,
  inputCorrelation,
} from "../../src/calibration/input-correlation.ts";
import type { WeightMatrix } from "../../src/calibration/weight-matrix.ts";

/** Standard normal weights, the same for the same seed. */
export function seededMatrix(rows: number, columns: number, seed: number): WeightMatrix {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: rows * columns }, () => random.normal());
  return { rows, columns, values };
}

/** Of inputs that have much in common, as those of a network do. */
export function seededCorrelation(size: number, seed: number, count = 3 * size): InputCorrelation {
  const random = createRandom(seed);
  const x = new Float64Array(count * size);
  for (let row = 0; row < count; row++) {
    const common = random.normal();
    for (let i = 0; i < size; i++) x[row * size + i] = random.normal() + (1 + (i % 3)) * common;
  }
  return inputCorrelation(x, size);
}

/** `‖X·(w − q)ᵀ‖²` of all rows, from `XᵀX`. */
export function productError(
  { rows, columns, values }: WeightMatrix,
  rounded: ArrayLike<number>,
  { sums }: InputCorrelation,
): number {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const difference = Array.from({ length: columns }, (_, i) => {
      return values[row * columns + i]! - rounded[row * columns + i]!;
    });
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) {
        total += difference[i]! * sums[i * columns + j]! * difference[j]!;
      }
    }
  }
  return total;
}
