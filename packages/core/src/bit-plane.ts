import { checkLength, checkPositiveInteger } from "./checks.ts";
import { wordsPerRow } from "./row-padding.ts";

/** Checks that `values` is a dense rows × cols array. */
export function checkDense(
  where: string,
  values: ArrayLike<number>,
  rows: number,
  cols: number,
): void {
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new TypeError(`${where}: values must be an array of numbers, got ${typeof values}`);
  }
  checkPositiveInteger(where, "rows", rows);
  checkPositiveInteger(where, "cols", cols);
  checkLength(where, "values", values.length, rows * cols);
}

/** Packs one bit per element, `bitOf(value, index)`, into zero-padded rows.
 *  Element (row, col) goes to bit `col mod 32` of word `row·wordsPerRow + ⌊col/32⌋`. */
export function packPlane(
  values: ArrayLike<number>,
  rows: number,
  cols: number,
  bitOf: (value: number, index: number) => boolean,
): Uint32Array<ArrayBuffer> {
  const stride = wordsPerRow(cols);
  const words = new Uint32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    const base = row * cols;
    for (let first = 0; first < cols; first += 32) {
      const end = Math.min(first + 32, cols);
      let word = 0;
      for (let col = first; col < end; col++) {
        if (bitOf(values[base + col], base + col)) word |= 1 << (col & 31);
      }
      words[row * stride + (first >>> 5)] = word;
    }
  }
  return words;
}

/** Calls `visit(index)` with the dense index `row·cols + col` of every set bit, in order. */
export function forEachSetBit(
  words: Uint32Array,
  rows: number,
  cols: number,
  visit: (index: number) => void,
): void {
  const stride = wordsPerRow(cols);
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < stride; t++) {
      let rest = words[row * stride + t];
      while (rest !== 0) {
        const lowest = rest & -rest;
        visit(row * cols + 32 * t + (31 - Math.clz32(lowest)));
        rest ^= lowest;
      }
    }
  }
}
