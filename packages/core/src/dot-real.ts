import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { forEachSetBit } from "./bit-plane.ts";
import { checkIndex, checkKind, checkLength } from "./checks.ts";
import type { TernaryMatrix } from "./ternary-matrix.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** ±1 · real: `dot = S − 2·S₁`, S the sum of x and S₁ its sum over the columns whose bit is set.
 *
 *  Derivation: Σ a·x = (S − S₁) − S₁, as the set bits are the −1. S is shared by all rows of `a`.
 *  Sums run left to right in float64; other orders differ by rounding. Where S or S₁ is infinite, so may be the result, or NaN.
 *  @param x  K reals.
 *  @throws RangeError for a wrong length of x or a row outside its matrix. */
export function dotBipolarReal(a: BipolarMatrix, rowA: number, x: ArrayLike<number>): number {
  checkKind("dotBipolarReal", "a", a.kind, "bipolar");
  checkIndex("dotBipolarReal", "rowA", rowA, "a.rows", a.rows);
  checkLength("dotBipolarReal", "x", x.length, a.cols);
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k];
  return sum - 2 * sumOverSetBits(rowOf(a.words, a.wordsPerRow, rowA), x);
}

/** {0,1} · real: `dot = S₁`, the sum of x over the columns whose bit is set, left to right in float64.
 *  @param x  K reals.
 *  @throws RangeError for a wrong length of x or a row outside its matrix. */
export function dotUnipolarReal(a: UnipolarMatrix, rowA: number, x: ArrayLike<number>): number {
  checkKind("dotUnipolarReal", "a", a.kind, "unipolar");
  checkIndex("dotUnipolarReal", "rowA", rowA, "a.rows", a.rows);
  checkLength("dotUnipolarReal", "x", x.length, a.cols);
  return sumOverSetBits(rowOf(a.words, a.wordsPerRow, rowA), x);
}

/** {−1,0,+1} · real: `dot = S_mask − 2·S_sign`, the sums of x over the set bits of each plane.
 *
 *  Derivation: the nonzero columns add x, but the negative ones among them −x, a change of −2x.
 *  Sums run left to right in float64.
 *  @param x  K reals.
 *  @throws RangeError for a wrong length of x or a row outside its matrix. */
export function dotTernaryReal(a: TernaryMatrix, rowA: number, x: ArrayLike<number>): number {
  checkKind("dotTernaryReal", "a", a.kind, "ternary");
  checkIndex("dotTernaryReal", "rowA", rowA, "a.rows", a.rows);
  checkLength("dotTernaryReal", "x", x.length, a.cols);
  const nonzero = sumOverSetBits(rowOf(a.mask, a.wordsPerRow, rowA), x);
  return nonzero - 2 * sumOverSetBits(rowOf(a.sign, a.wordsPerRow, rowA), x);
}

function rowOf(words: Uint32Array, wordsPerRow: number, row: number): Uint32Array {
  return words.subarray(row * wordsPerRow, (row + 1) * wordsPerRow);
}

function sumOverSetBits(row: Uint32Array, x: ArrayLike<number>): number {
  let sum = 0;
  forEachSetBit(row, 1, x.length, (k) => {
    sum += x[k];
  });
  return sum;
}
