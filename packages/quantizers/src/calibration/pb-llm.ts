import { checkEqual } from "@bnnkit/core";
import { feedbackFactor } from "./feedback-factor.ts";
import { dampedCorrelation, deadInputs, type InputCorrelation } from "./input-correlation.ts";
import { roundColumns } from "./round-columns.ts";
import {
  binarizedWeight,
  type RowStatistics,
  type RowStatisticsOptions,
  rowStatistics,
} from "./row-statistics.ts";
import { type SaliencyMetric, saliency } from "./saliency.ts";
import { salientMask } from "./salient-mask.ts";
import {
  type SteppedRows,
  type SteppedRowsOptions,
  steppedCode,
  steppedRows,
  steppedValue,
} from "./stepped-rows.ts";
import { checkMask, checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** How the two kinds of weights of a matrix are rounded. */
export interface PartialBinarization {
  /** 1 for salient weights, as long as the matrix. */
  readonly salient: Uint8Array;
  /** Of the others. */
  readonly binarized: RowStatistics;
  /** Of the salient ones. */
  readonly stepped: SteppedRows;
}

/** A matrix of which most weights are one bit, and the salient ones a byte, or `bits` of it. */
export interface PartlyBinarizedMatrix extends PartialBinarization {
  readonly rows: number;
  readonly columns: number;
  /** What it stands for, row-major. */
  readonly values: Float64Array;
}

/** `groupSize` columns also have a threshold of saliency of their own. */
export interface PbLlmOptions extends RowStatisticsOptions, SteppedRowsOptions {
  /** Share of the weights that is salient, in 0 … 1; default 0.1. */
  readonly share?: number;
  /** Default "hessian-code" with a correlation, else "magnitude". */
  readonly metric?: SaliencyMetric;
  /** Of the inputs; without, each weight goes to the nearest number it may have. */
  readonly correlation?: InputCorrelation;
  /** Added to the diagonal as a share of its mean; default 0.01. */
  readonly damping?: number;
  /** Whether later weights make up for the errors of earlier ones, where there is a correlation; default true. */
  readonly feedback?: boolean;
  /** Columns between two hand-ons of errors; default 128. It changes the result by rounding alone. */
  readonly blockSize?: number;
}

/** Binarizes all but the salient weights of a trained matrix: PB-GPTQ, or without feedback its round-to-nearest.
 *
 *  In steps: `steppedRows`; then the weights of inputs that were always 0 become 0; `dampedCorrelation`, `feedbackFactor`,
 *  `saliency`, `salientMask` and `rowStatistics` of the weights before any error is handed on; then {@link roundPartly}.
 *
 *  Shang et al. 2023, https://arxiv.org/abs/2310.00034; its code is `{ over: "zeros" }`
 *  @throws RangeError for a matrix that is none, a correlation of another size, or options as those of the steps. */
export function pbLlm(matrix: WeightMatrix, options: PbLlmOptions = {}): PartlyBinarizedMatrix {
  const { share = 0.1, correlation, damping, feedback = true, blockSize, groupSize } = options;
  checkWeightMatrix("pbLlm", matrix);
  if (correlation) {
    checkEqual("pbLlm", "correlation.size", correlation.size, "columns", matrix.columns);
  }
  const weights = correlation ? withoutDeadInputs(matrix, correlation) : matrix;
  const factor = correlation && feedbackFactor(dampedCorrelation(correlation, damping));
  const metric = options.metric ?? (factor ? "hessian-code" : "magnitude");
  const groups = groupSize === undefined ? undefined : { columns: matrix.columns, groupSize };
  const salient = salientMask(saliency(weights, metric, factor), share, groups);
  const parts = {
    salient,
    binarized: rowStatistics(weights, salient, options),
    stepped: steppedRows(matrix, options),
  };
  const size = blockSize === undefined ? {} : { blockSize };
  const values = roundPartly(weights, parts, feedback ? factor : undefined, size);
  return { rows: matrix.rows, columns: matrix.columns, values, ...parts };
}

/** Rounds each weight to what it may be, column by column with error feedback if there is a factor.
 *  @param factor  U of `feedbackFactor`
 *  @throws RangeError as `roundColumns`, and for another length of the mask. */
export function roundPartly(
  matrix: WeightMatrix,
  { salient, binarized, stepped }: PartialBinarization,
  factor?: Float64Array,
  options: { readonly blockSize?: number } = {},
): Float64Array {
  checkWeightMatrix("roundPartly", matrix);
  checkMask("roundPartly", matrix, salient);
  const { columns, values } = matrix;
  const round = (value: number, row: number, column: number): number =>
    salient[row * columns + column] === 0
      ? binarizedWeight(value, row, binarized, column)
      : steppedValue(steppedCode(value, row, stepped), row, stepped);
  if (factor) return roundColumns(matrix, factor, () => round, options);
  return Float64Array.from(values, (w, i) => round(w, Math.floor(i / columns), i % columns));
}

/** The matrix with zeros for the weights of inputs that were always 0.
 *  @throws RangeError for a correlation of another size. */
export function withoutDeadInputs(
  matrix: WeightMatrix,
  correlation: InputCorrelation,
): WeightMatrix {
  const { rows, columns } = matrix;
  checkEqual("withoutDeadInputs", "correlation.size", correlation.size, "columns", columns);
  const dead = deadInputs(correlation);
  const values = Float64Array.from(matrix.values, (w, i) => (dead[i % columns] === 1 ? 0 : w));
  return { rows, columns, values };
}
