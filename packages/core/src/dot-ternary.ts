import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { checkKind } from "./checks.ts";
import { popcount32 } from "./popcount.ts";
import { checkRowPair } from "./row-pair.ts";
import type { TernaryMatrix } from "./ternary-matrix.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** {−1,0,+1} · {−1,0,+1}: with m = mask_a ∧ mask_b, `dot = popcount(m) − 2·popcount((sign_a ⊕ sign_b) ∧ m)`.
 *
 *  Derivation: a product is nonzero where both masks are set; among those popcount(m) columns it is
 *  −1 where the signs differ, as in ±1 · ±1.
 *  @returns an integer in −K … K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotTernary(a: TernaryMatrix, rowA: number, b: TernaryMatrix, rowB: number): number {
  checkKind("dotTernary", "a", a.kind, "ternary");
  checkKind("dotTernary", "b", b.kind, "ternary");
  checkRowPair("dotTernary", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let nonzero = 0;
  let negative = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    const mask = a.mask[baseA + t] & b.mask[baseB + t];
    nonzero += popcount32(mask);
    negative += popcount32((a.sign[baseA + t] ^ b.sign[baseB + t]) & mask);
  }
  return nonzero - 2 * negative;
}

/** {−1,0,+1} · ±1: `dot = popcount(mask) − 2·popcount((sign ⊕ b) ∧ mask)`.
 *
 *  Derivation: as ±1 · ±1 over the popcount(mask) columns where a is nonzero; the mask also hides the
 *  padding of b.
 *  @returns an integer in −K … K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotTernaryBipolar(
  a: TernaryMatrix,
  rowA: number,
  b: BipolarMatrix,
  rowB: number,
): number {
  checkKind("dotTernaryBipolar", "a", a.kind, "ternary");
  checkKind("dotTernaryBipolar", "b", b.kind, "bipolar");
  checkRowPair("dotTernaryBipolar", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let nonzero = 0;
  let negative = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    const mask = a.mask[baseA + t];
    nonzero += popcount32(mask);
    negative += popcount32((a.sign[baseA + t] ^ b.words[baseB + t]) & mask);
  }
  return nonzero - 2 * negative;
}

/** {−1,0,+1} · {0,1}: `dot = popcount(mask ∧ b) − 2·popcount(sign ∧ b)`.
 *
 *  Derivation: where b = 1 every nonzero a adds +1, and a negative one −1, a change of −2. The sign
 *  plane lies inside the mask, so it needs no further masking.
 *  @returns an integer in −K … K.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotTernaryUnipolar(
  a: TernaryMatrix,
  rowA: number,
  b: UnipolarMatrix,
  rowB: number,
): number {
  checkKind("dotTernaryUnipolar", "a", a.kind, "ternary");
  checkKind("dotTernaryUnipolar", "b", b.kind, "unipolar");
  checkRowPair("dotTernaryUnipolar", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  let nonzero = 0;
  let negative = 0;
  for (let t = 0; t < a.wordsPerRow; t++) {
    nonzero += popcount32(a.mask[baseA + t] & b.words[baseB + t]);
    negative += popcount32(a.sign[baseA + t] & b.words[baseB + t]);
  }
  return nonzero - 2 * negative;
}
