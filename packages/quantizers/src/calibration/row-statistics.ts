import { checkOneOf } from "../check-options.ts";
import { checkMask, checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** Over what the mean and the scale of a row's binarized weights are: "kept": over those alone, the optimum; "zeros": over all
 *  columns with zeros in place of the salient ones, as in PB-LLM's code. */
export const rowStatisticKinds = ["kept", "zeros"] as const;

/** See {@link rowStatisticKinds}. */
export type RowStatisticKind = (typeof rowStatisticKinds)[number];

/** What binarized weights of a row are: `mean + scale·(±1)`. */
export interface RowStatistics {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

export interface RowStatisticsOptions {
  /** Default "kept". */
  readonly over?: RowStatisticKind;
  /** "mean": z is the row's mean; "none": z = 0. Default "mean". */
  readonly center?: "mean" | "none";
}

/** For each row z, the mean of the weights to be binarized, and `α = mean|w − z|`, the best scale for `z + α·sign(w − z)`. Rows
 *  of which nothing is binarized have 0.
 *
 *  Shang et al. 2023, https://arxiv.org/abs/2310.00034
 *  @param salient  1 for weights that are not binarized, as long as the matrix
 *  @throws RangeError for a matrix that is none, another length of the mask, or an unknown option. */
export function rowStatistics(
  matrix: WeightMatrix,
  salient: Uint8Array,
  { over = "kept", center = "mean" }: RowStatisticsOptions = {},
): RowStatistics {
  checkWeightMatrix("rowStatistics", matrix);
  checkMask("rowStatistics", matrix, salient);
  checkOneOf("rowStatistics", "over", over, rowStatisticKinds);
  checkOneOf("rowStatistics", "center", center, ["mean", "none"]);
  const { rows, columns, values } = matrix;
  const means = new Float64Array(rows);
  const scales = new Float64Array(rows);
  const meanOf = (row: number, numberOf: (w: number) => number): number => {
    let [sum, count] = [0, 0];
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      if (over === "kept" && salient[i] !== 0) continue;
      sum += numberOf(salient[i] === 0 ? values[i] : 0);
      count++;
    }
    return count === 0 ? 0 : sum / count;
  };
  for (let row = 0; row < rows; row++) {
    means[row] = center === "none" ? 0 : meanOf(row, (w) => w);
    scales[row] = meanOf(row, (w) => Math.abs(w - means[row]));
  }
  return { means, scales };
}

/** The binarized weight nearest to a number: `mean + scale` from the mean on, else `mean − scale`. */
export function binarizedWeight(
  value: number,
  row: number,
  { means, scales }: RowStatistics,
): number {
  return means[row] + (value < means[row] ? -scales[row] : scales[row]);
}
