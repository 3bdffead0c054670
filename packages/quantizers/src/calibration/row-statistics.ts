import { checkOneOf } from "../check-options.ts";
import { type ColumnGroups, columnGroups } from "./column-groups.ts";
import { checkMask, checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** Over what the mean and the scale of a row's binarized weights are: "kept": over those alone, the optimum; "zeros": over all
 *  columns with zeros in place of the salient ones, as in PB-LLM's code. */
export const rowStatisticKinds = ["kept", "zeros"] as const;

/** See {@link rowStatisticKinds}. */
export type RowStatisticKind = (typeof rowStatisticKinds)[number];

/** What binarized weights of a row are: `mean + scale·(±1)`. */
export interface RowStatistics {
  /** One for each row, or `[rows, groups.count]`. */
  readonly means: Float64Array;
  /** As the means. */
  readonly scales: Float64Array;
  /** Columns with a mean and a scale of their own; absent: all of a row share them. */
  readonly groups?: ColumnGroups;
}

export interface RowStatisticsOptions {
  /** Default "kept". */
  readonly over?: RowStatisticKind;
  /** "mean": z is the row's mean; "none": z = 0. Default "mean". */
  readonly center?: "mean" | "none";
  /** Neighbouring columns that share a mean and a scale; default all. */
  readonly groupSize?: number;
}

/** For each row, or group of columns of a row, z, the mean of the weights to be binarized, and `α = mean|w − z|`, the best scale
 *  for `z + α·sign(w − z)`. Where nothing is binarized both are 0.
 *
 *  Shang et al. 2023, https://arxiv.org/abs/2310.00034
 *  @param salient  1 for weights that are not binarized, as long as the matrix
 *  @throws RangeError for a matrix that is none, another length of the mask, an unknown option or a `groupSize` that is no
 *    positive integer. */
export function rowStatistics(
  matrix: WeightMatrix,
  salient: Uint8Array,
  { over = "kept", center = "mean", groupSize }: RowStatisticsOptions = {},
): RowStatistics {
  checkWeightMatrix("rowStatistics", matrix);
  checkMask("rowStatistics", matrix, salient);
  checkOneOf("rowStatistics", "over", over, rowStatisticKinds);
  checkOneOf("rowStatistics", "center", center, ["mean", "none"]);
  const { rows, columns, values } = matrix;
  const groups = columnGroups("rowStatistics", columns, groupSize);
  const means = new Float64Array(rows * groups.count);
  const scales = new Float64Array(means.length);
  const meanOf = (slice: number, numberOf: (w: number) => number): number => {
    const row = Math.floor(slice / groups.count);
    const from = row * columns + (slice % groups.count) * groups.size;
    let [sum, count] = [0, 0];
    for (let i = from; i < Math.min(from + groups.size, (row + 1) * columns); i++) {
      if (over === "kept" && salient[i] !== 0) continue;
      sum += numberOf(salient[i] === 0 ? values[i] : 0);
      count++;
    }
    return count === 0 ? 0 : sum / count;
  };
  for (let slice = 0; slice < means.length; slice++) {
    means[slice] = center === "none" ? 0 : meanOf(slice, (w) => w);
    scales[slice] = meanOf(slice, (w) => Math.abs(w - means[slice]));
  }
  return { means, scales, ...(groups.count > 1 && { groups }) };
}

/** The binarized weight nearest to a number: `mean + scale` from the mean on, else `mean − scale`.
 *  @param column  needed where there are groups of columns */
export function binarizedWeight(
  value: number,
  row: number,
  statistics: RowStatistics,
  column = 0,
): number {
  const { means, scales } = statistics;
  const slice = sliceOf(row, column, statistics);
  return means[slice] + (value < means[slice] ? -scales[slice] : scales[slice]);
}

/** Where the mean and the scale of a weight are. */
export function sliceOf(
  row: number,
  column: number,
  { groups }: Pick<RowStatistics, "groups">,
): number {
  return groups === undefined ? row : row * groups.count + Math.floor(column / groups.size);
}
