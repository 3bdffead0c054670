import { forEachSetBit } from "./bit-plane.ts";
import { checkIndex, checkLength } from "./checks.ts";
import { bitPlanesOf, checkPackedMatrix, codeOf, type PackedMatrix } from "./packed-matrix.ts";
import { planeCodeOf } from "./plane-code.ts";

/**
 * The dot product of a row of packed numbers and a vector of reals: `dot = α₀·S + Σ_p α_p·S_p` of numbers
 * `α₀ + Σ_p α_p·a_p`, S the sum of x and S_p that over the columns whose bit a_p is set.
 *
 * So ±1 · real is `S − 2·S₁`, and S is shared by all rows. Sums run left to right in float64; other orders differ by rounding.
 * Where such a sum is infinite, so may be the result, or NaN.
 *
 * @param x  K reals.
 * @throws TypeError for what is no packed matrix; RangeError for a wrong length of x or a row outside its matrix.
 */
export function dotReal(a: PackedMatrix, rowA: number, x: ArrayLike<number>): number {
  checkPackedMatrix("dotReal", "a", a);
  checkIndex("dotReal", "rowA", rowA, "a.rows", a.rows);
  checkLength("dotReal", "x", x.length, a.cols);
  const { offset, weights } = planeCodeOf(codeOf(a));
  const start = rowA * a.wordsPerRow;
  let dot = offset === 0 ? 0 : offset * sumOf(x);
  for (const [p, words] of bitPlanesOf(a).entries()) {
    dot += weights[p] * sumOverSetBits(words.subarray(start, start + a.wordsPerRow), x);
  }
  return dot;
}

function sumOf(x: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k];
  return sum;
}

function sumOverSetBits(row: Uint32Array, x: ArrayLike<number>): number {
  let sum = 0;
  forEachSetBit(row, 1, x.length, (k) => {
    sum += x[k];
  });
  return sum;
}
