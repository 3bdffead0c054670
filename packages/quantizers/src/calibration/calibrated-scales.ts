import { checkEqual, checkIntegerBetween } from "@bnnkit/core";
import type { InputCorrelation } from "./input-correlation.ts";
import { type RowStatistics, rowStatistics } from "./row-statistics.ts";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** One-bit rows whose mean and scale fit the products. */
export interface CalibratedBinarization extends RowStatistics {
  readonly rows: number;
  readonly columns: number;
  /** `mean + scale·sign`, row-major. */
  readonly values: Float64Array;
  /** `‖X·(w − q)ᵀ‖²` of all rows at first and after each round: it never rises. */
  readonly errors: readonly number[];
}

/** Mean μ and scale α of each row found in turn so that the products with the inputs change least: ARB-X of ARB-LLM.
 *
 *  With `S = XᵀX` and the signs b of `w − mean`: `μ = 1ᵀS(w − αb)/1ᵀS1`, `α = bᵀS(w − μ1)/bᵀSb`; the signs stay.
 *
 *  Li et al. 2024, https://arxiv.org/abs/2410.03129
 *  @throws RangeError for a matrix that is none, a correlation of another size, or `rounds` that are no integer ≥ 0. */
export function calibratedBinarization(
  matrix: WeightMatrix,
  { size, sums }: InputCorrelation,
  rounds = 15,
): CalibratedBinarization {
  const where = "calibratedBinarization";
  checkWeightMatrix(where, matrix);
  const { rows, columns, values: all } = matrix;
  checkEqual(where, "correlation.size", size, "columns", columns);
  checkIntegerBetween(where, "rounds", rounds, 0, Number.MAX_SAFE_INTEGER);
  const { means, scales } = rowStatistics(matrix, new Uint8Array(all.length));
  const values = new Float64Array(all.length);
  const errors = new Array<number>(rounds + 1).fill(0);
  const ones = new Float64Array(columns).fill(1);
  const byOnes = timesCorrelation(sums, ones);
  for (let row = 0; row < rows; row++) {
    const w = Float64Array.from(all.subarray(row * columns, (row + 1) * columns));
    const b = w.map((value) => (value < means[row] ? -1 : 1));
    const bySigns = timesCorrelation(sums, b);
    const byWeights = timesCorrelation(sums, w);
    // All that a round needs are six products.
    const [oo, ob, bb] = [dot(byOnes, ones), dot(byOnes, b), dot(bySigns, b)];
    const [ow, bw, ww] = [dot(byOnes, w), dot(bySigns, w), dot(byWeights, w)];
    let [mean, scale] = [means[row], scales[row]];
    const error = (): number =>
      Math.max(
        0,
        ww + mean ** 2 * oo + scale ** 2 * bb + 2 * (mean * scale * ob - mean * ow - scale * bw),
      );
    errors[0] += error();
    for (let round = 1; round <= rounds; round++) {
      if (oo > 0) mean = (ow - scale * ob) / oo;
      if (bb > 0) scale = (bw - mean * ob) / bb;
      errors[round] += error();
    }
    means[row] = mean;
    scales[row] = scale;
    for (const [i, sign] of b.entries()) values[row * columns + i] = mean + scale * sign;
  }
  return { rows, columns, values, means, scales, errors };
}

function timesCorrelation(sums: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  return x.map((_, i) => dot(sums.subarray(i * size, (i + 1) * size), x));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
