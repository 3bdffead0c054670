import { checkEqual, checkIndex } from "./checks.ts";
import { bitPlanesOf, checkPackedMatrix, codeOf, type PackedMatrix } from "./packed-matrix.ts";
import { type PlaneCode, planeCodeOf } from "./plane-code.ts";
import { popcount32, popcountWords } from "./popcount.ts";

/** What the bits of both operands stand for, where that is not what their matrices say: affine codes of one bit, bases. */
export interface DotCodes {
  readonly a?: PlaneCode;
  readonly b?: PlaneCode;
}

/**
 * The dot product of two rows of packed numbers, of any two kinds, exact where the numbers are whole.
 *
 * With `a = α₀ + Σ_p α_p·a_p` and `b = β₀ + Σ_q β_q·b_q` over bits a_p and b_q
 * `dot = Σ_q β_q·(Σ_p α_p·popcount(a_p ∧ b_q) + α₀·popcount(b_q)) + β₀·(Σ_p α_p·popcount(a_p) + α₀·K)`.
 *
 * Derivation: multiply out, and sum over K columns; the pad bits of a row are 0 and count nowhere. It contains
 *
 * - ±1 · ±1, α = β = (1; −2): `K − 2·popcount(a ⊕ b)`, as popcount(a) + popcount(b) − 2·popcount(a ∧ b) = popcount(a ⊕ b);
 * - ±1 · {0,1}: `popcount(b) − 2·popcount(a ∧ b)`;
 * - {0,1} · {0,1}: `popcount(a ∧ b)`;
 * - {−1,0,+1} · {−1,0,+1}, a mask less twice a sign: `popcount(m) − 2·popcount((sign_a ⊕ sign_b) ∧ m)`, m the columns where both
 *   masks are set;
 * - integers of several bits, plane by plane: `Σ_p Σ_q 2^(p + q)·popcount(a_p ∧ b_q)`, the top plane of a signed one negative.
 *
 * @throws TypeError for what is no packed matrix; RangeError for unequal `cols`, a row outside its matrix, and a code of
 *   another number of planes.
 */
export function dot(
  a: PackedMatrix,
  rowA: number,
  b: PackedMatrix,
  rowB: number,
  codes: DotCodes = {},
): number {
  const [left, right] = [rowOf("a", a, rowA, codes.a), rowOf("b", b, rowB, codes.b)];
  checkEqual("dot", "a.cols", a.cols, "b.cols", b.cols);
  let sum = right.code.offset * numbersSum(left, a.cols);
  for (const [q, words] of right.planes.entries()) {
    let under = left.code.offset * popcountWords(words, 0, words.length);
    for (const [p, others] of left.planes.entries()) {
      under += left.code.weights[p] * popcountOfBoth(others, words);
    }
    sum += right.code.weights[q] * under;
  }
  // From +0, as a sum over columns begins.
  return 0 + sum;
}

interface PackedRow {
  readonly planes: readonly Uint32Array[];
  readonly code: PlaneCode;
}

function rowOf(name: "a" | "b", m: PackedMatrix, row: number, given?: PlaneCode): PackedRow {
  checkPackedMatrix("dot", name, m);
  checkIndex("dot", name === "a" ? "rowA" : "rowB", row, `${name}.rows`, m.rows);
  const code = given ?? planeCodeOf(codeOf(m));
  const start = row * m.wordsPerRow;
  const planes = bitPlanesOf(m).map((words) => words.subarray(start, start + m.wordsPerRow));
  checkEqual("dot", `codes.${name}.weights.length`, code.weights.length, "planes", planes.length);
  return { planes, code };
}

/** The sum of the numbers of a row. */
function numbersSum({ planes, code: { offset, weights } }: PackedRow, cols: number): number {
  return planes.reduce(
    (sum, words, p) => sum + weights[p] * popcountWords(words, 0, words.length),
    offset * cols,
  );
}

function popcountOfBoth(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let t = 0; t < a.length; t++) count += popcount32(a[t] & b[t]);
  return count;
}
