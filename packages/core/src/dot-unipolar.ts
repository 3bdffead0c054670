import { checkKind } from "./checks.ts";
import { popcount32 } from "./popcount.ts";
import { checkRowPair } from "./row-pair.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** {0,1} · {0,1}: `dot = popcount(a ∧ b)`.
 *
 *  Derivation: a product is 1 exactly where both bits are 1. Pad bits are 0, so they add nothing.
 *  @returns an integer in 0 … K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotUnipolar(
  a: UnipolarMatrix,
  rowA: number,
  b: UnipolarMatrix,
  rowB: number,
): number {
  checkKind("dotUnipolar", "a", a.kind, "unipolar");
  checkKind("dotUnipolar", "b", b.kind, "unipolar");
  checkRowPair("dotUnipolar", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let both = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    both += popcount32(a.words[baseA + t] & b.words[baseB + t]);
  }
  return both;
}
