import { checkOneOf } from "../check-options.ts";
import { feedbackFactor } from "./feedback-factor.ts";
import { binarizeGroup } from "./group-binarization.ts";
import { dampedCorrelation, type InputCorrelation } from "./input-correlation.ts";
import { magnitudeSplit } from "./magnitude-split.ts";
import { withoutDeadInputs } from "./pb-llm.ts";
import { type ColumnBlock, type RoundColumnsOptions, roundBlocks } from "./round-columns.ts";
import { salientColumns } from "./salient-columns.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

export interface BiLlmOptions extends RoundColumnsOptions {
  readonly correlation: InputCorrelation;
  /** Added to the diagonal as a share of its mean; default 0.01. */
  readonly damping?: number;
  /** Most salient columns of a block; default 49. */
  readonly mostSalient?: number;
  /** By what the other weights are split in two: "weights", or "saliency" as in the code. Default "weights". */
  readonly splitBy?: "weights" | "saliency";
}

/** A matrix of one bit for most weights and two for those of salient columns. */
export interface BiLlmMatrix {
  readonly rows: number;
  readonly columns: number;
  /** What it stands for, row-major. */
  readonly values: Float64Array;
  /** 1 for columns that are binarized twice. */
  readonly salientColumns: Uint8Array;
  /** 1 for weights of the part with the greater magnitudes, of the other columns. */
  readonly isAbove: Uint8Array;
  /** Columns that share the means and scales of a row. */
  readonly blockSize: number;
}

/** One-bit weights with a residual for salient columns: BiLLM.
 *
 *  Block by block of the columns: saliency `w²/U_jj²`, `salientColumns`, twice binarized; the rest split in two by
 *  `magnitudeSplit`, each binarized once; then the errors go on to the following columns. As in its code they go to later
 *  blocks alone unless `handOn` says otherwise.
 *
 *  Huang et al. 2024, https://arxiv.org/abs/2402.04291; Aaronhuang-778/BiLLM
 *  @throws RangeError for a matrix that is none, a correlation of another size, or options as those of the steps. */
export function biLlm(matrix: WeightMatrix, options: BiLlmOptions): BiLlmMatrix {
  const { correlation, damping, mostSalient, splitBy = "weights" } = options;
  const { blockSize = 128 } = options;
  checkOneOf("biLlm", "splitBy", splitBy, ["weights", "saliency"]);
  const { rows, columns } = matrix;
  const weights = withoutDeadInputs(matrix, correlation);
  const factor = feedbackFactor(dampedCorrelation(correlation, damping));
  const salient = new Uint8Array(columns);
  const isAbove = new Uint8Array(rows * columns);
  const roundBlock = ({ from, to, weights: block }: ColumnBlock): Float64Array => {
    const width = to - from;
    const saliencies = block.values.map((w, i) => {
      const column = from + (i % width);
      return (w / factor[column * columns + column]) ** 2;
    });
    const chosen = salientColumns(block, saliencies, mostSalient);
    salient.set(chosen, from);
    const twice = binarizeGroup(block, (i) => chosen[i % width] === 1, 2);
    const rest = Uint8Array.from(twice, (_, i) => (chosen[i % width] === 1 ? 0 : 1));
    const split = magnitudeSplit(block, rest, splitBy === "weights" ? block.values : saliencies);
    for (let row = 0; row < rows; row++) {
      isAbove.set(split.isAbove.subarray(row * width, (row + 1) * width), row * columns + from);
    }
    return twice.map((value, i) => value + split.values[i]);
  };
  const values = roundBlocks(weights, factor, roundBlock, { ...options, blockSize });
  return { rows, columns, values, salientColumns: salient, isAbove, blockSize };
}
