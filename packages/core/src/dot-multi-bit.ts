import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { checkKind } from "./checks.ts";
import { type MultiBitMatrix, planeWeight } from "./multi-bit-matrix.ts";
import { popcount32 } from "./popcount.ts";
import { checkRowPair } from "./row-pair.ts";
import type { TernaryMatrix } from "./ternary-matrix.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** ±1 · B-bit: `dot = Σ_b w_b·(popcount(b_b) − 2·popcount(a ∧ b_b))`, w_b the weight of plane b.
 *
 *  Derivation: b = Σ_b w_b·b_b with {0,1} planes b_b and the dot product is linear in b, so it is a
 *  weighted sum of ±1 · {0,1} dot products. DoReFa-Net, Zhou et al. 2016, https://arxiv.org/abs/1606.06160, §2.1.
 *  @returns an integer of magnitude at most K·2^B.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotBipolarMultiBit(
  a: BipolarMatrix,
  rowA: number,
  b: MultiBitMatrix,
  rowB: number,
): number {
  checkKind("dotBipolarMultiBit", "a", a.kind, "bipolar");
  checkKind("dotBipolarMultiBit", "b", b.kind, "multi-bit");
  checkRowPair("dotBipolarMultiBit", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  return sumOverPlanes(b, (plane) => {
    const negativeOnes = popcountAnd(a.words, baseA, plane, baseB, a.wordsPerRow);
    return popcountAnd(plane, baseB, plane, baseB, a.wordsPerRow) - 2 * negativeOnes;
  });
}

/** {0,1} · B-bit: `dot = Σ_b w_b·popcount(a ∧ b_b)`, w_b the weight of plane b.
 *
 *  Derivation: linear in the planes of b; each plane is a {0,1} · {0,1} dot product.
 *  @returns an integer of magnitude at most K·2^B.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotUnipolarMultiBit(
  a: UnipolarMatrix,
  rowA: number,
  b: MultiBitMatrix,
  rowB: number,
): number {
  checkKind("dotUnipolarMultiBit", "a", a.kind, "unipolar");
  checkKind("dotUnipolarMultiBit", "b", b.kind, "multi-bit");
  checkRowPair("dotUnipolarMultiBit", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  return sumOverPlanes(b, (plane) => popcountAnd(a.words, baseA, plane, baseB, a.wordsPerRow));
}

/** {−1,0,+1} · B-bit: `dot = Σ_b w_b·(popcount(mask ∧ b_b) − 2·popcount(sign ∧ b_b))`.
 *
 *  Derivation: linear in the planes of b; each plane is a {−1,0,+1} · {0,1} dot product.
 *  @returns an integer of magnitude at most K·2^B.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotTernaryMultiBit(
  a: TernaryMatrix,
  rowA: number,
  b: MultiBitMatrix,
  rowB: number,
): number {
  checkKind("dotTernaryMultiBit", "a", a.kind, "ternary");
  checkKind("dotTernaryMultiBit", "b", b.kind, "multi-bit");
  checkRowPair("dotTernaryMultiBit", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  return sumOverPlanes(b, (plane) => {
    const negative = popcountAnd(a.sign, baseA, plane, baseB, a.wordsPerRow);
    return popcountAnd(a.mask, baseA, plane, baseB, a.wordsPerRow) - 2 * negative;
  });
}

/** A-bit · B-bit: `dot = Σ_i Σ_j v_i·w_j·popcount(a_i ∧ b_j)`, v_i and w_j the weights of the planes.
 *
 *  Derivation: bilinear in the planes of both rows; each pair of planes is a {0,1} · {0,1} dot product.
 *  DoReFa-Net, Zhou et al. 2016, https://arxiv.org/abs/1606.06160, §2.1.
 *  @returns an integer of magnitude at most K·2^(A+B); exact for K ≤ 2²¹, as then it is at most 2⁵³.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotMultiBit(
  a: MultiBitMatrix,
  rowA: number,
  b: MultiBitMatrix,
  rowB: number,
): number {
  checkKind("dotMultiBit", "a", a.kind, "multi-bit");
  checkKind("dotMultiBit", "b", b.kind, "multi-bit");
  checkRowPair("dotMultiBit", a, rowA, b, rowB);
  const baseA = rowA * a.wordsPerRow;
  const baseB = rowB * b.wordsPerRow;
  return sumOverPlanes(a, (planeA) =>
    sumOverPlanes(b, (planeB) => popcountAnd(planeA, baseA, planeB, baseB, a.wordsPerRow)),
  );
}

function sumOverPlanes(m: MultiBitMatrix, dotOfPlane: (plane: Uint32Array) => number): number {
  let sum = 0;
  for (let b = 0; b < m.bits; b++) sum += planeWeight(m, b) * dotOfPlane(m.planes[b]);
  return sum;
}

function popcountAnd(
  a: Uint32Array,
  baseA: number,
  b: Uint32Array,
  baseB: number,
  words: number,
): number {
  let both = 0;
  for (let t = 0; t < words; t++) both += popcount32(a[baseA + t] & b[baseB + t]);
  return both;
}
