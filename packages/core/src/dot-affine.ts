import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { checkKind } from "./checks.ts";
import { countDifferences } from "./dot-bipolar.ts";
import { popcountWords } from "./popcount.ts";
import { checkRowPair } from "./row-pair.ts";

/** The two reals that a bit stands for: `positive` for bit 0 (sign +1), `negative` for bit 1. */
export interface AffineCode {
  readonly positive: number;
  readonly negative: number;
}

/** Dot product of two rows of one-bit codes that stand for any two reals each:
 *  `dot = K·c_a·c_b + c_a·d_b·Σb + c_b·d_a·Σa + d_a·d_b·(a · b)`,
 *  c = (positive + negative)/2, d = (positive − negative)/2, Σ over the ±1 signs of a row.
 *
 *  Derivation: a value is c + d·s with s = ±1; multiply out and sum over K columns. Σs is
 *  K − 2·popcount, and a · b = K − 2·popcount(a ⊕ b), so three popcounts are all that is needed.
 *  {0,1} is the code {positive: 0, negative: 1}, ±1 is {positive: 1, negative: −1}.
 *  @throws RangeError for unequal `cols` or a row outside its matrix. */
export function dotAffine(
  a: BipolarMatrix,
  rowA: number,
  codeA: AffineCode,
  b: BipolarMatrix,
  rowB: number,
  codeB: AffineCode,
): number {
  checkKind("dotAffine", "a", a.kind, "bipolar");
  checkKind("dotAffine", "b", b.kind, "bipolar");
  checkRowPair("dotAffine", a, rowA, b, rowB);
  const product = a.cols - 2 * countDifferences(a, rowA, b, rowB);
  const centreA = (codeA.positive + codeA.negative) / 2;
  const centreB = (codeB.positive + codeB.negative) / 2;
  const deviationA = (codeA.positive - codeA.negative) / 2;
  const deviationB = (codeB.positive - codeB.negative) / 2;
  return (
    // From +0, as a sum over columns begins: four products of −0 would be −0.
    0 +
    a.cols * centreA * centreB +
    centreA * deviationB * signSum(b, rowB) +
    centreB * deviationA * signSum(a, rowA) +
    deviationA * deviationB * product
  );
}

function signSum(m: BipolarMatrix, row: number): number {
  return m.cols - 2 * popcountWords(m.words, row * m.wordsPerRow, (row + 1) * m.wordsPerRow);
}
