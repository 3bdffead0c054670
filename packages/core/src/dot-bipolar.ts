import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { checkKind } from "./checks.ts";
import { popcount32 } from "./popcount.ts";
import { checkRowPair } from "./row-pair.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** ±1 · ±1: `dot = K − 2·popcount(a ⊕ b)`.
 *
 *  Derivation: a product is −1 where the bits differ and +1 where they agree. With d differences
 *  among K columns, dot = (K − d) − d. Pad bits are 0 in both rows, so they never differ.
 *  Used by Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830.
 *  @returns an integer in −K … K with the parity of K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotBipolar(a: BipolarMatrix, rowA: number, b: BipolarMatrix, rowB: number): number {
  checkKind("dotBipolar", "a", a.kind, "bipolar");
  checkKind("dotBipolar", "b", b.kind, "bipolar");
  checkRowPair("dotBipolar", a, rowA, b, rowB);
  return a.cols - 2 * countDifferences(a, rowA, b, rowB);
}

/** Columns in which two rows of equal length, not checked here, differ: popcount(a ⊕ b). */
export function countDifferences(
  a: BipolarMatrix,
  rowA: number,
  b: BipolarMatrix,
  rowB: number,
): number {
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let differences = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    differences += popcount32(a.words[baseA + t] ^ b.words[baseB + t]);
  }
  return differences;
}

/** ±1 · {0,1}: `dot = popcount(b) − 2·popcount(a ∧ b)`, with a in {−1, +1} and b in {0, 1}.
 *
 *  Derivation: only the popcount(b) columns with b = 1 add anything; each adds +1, except that those
 *  where a's bit is set (a = −1) add −1, a change of −2.
 *  @returns an integer in −K … K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotBipolarUnipolar(
  a: BipolarMatrix,
  rowA: number,
  b: UnipolarMatrix,
  rowB: number,
): number {
  checkKind("dotBipolarUnipolar", "a", a.kind, "bipolar");
  checkKind("dotBipolarUnipolar", "b", b.kind, "unipolar");
  checkRowPair("dotBipolarUnipolar", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let ones = 0;
  let negativeOnes = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    const word = b.words[baseB + t];
    ones += popcount32(word);
    negativeOnes += popcount32(a.words[baseA + t] & word);
  }
  return ones - 2 * negativeOnes;
}
