/**
 * One-bit weights after training, on typed arrays: correlation of inputs, error feedback, PB-LLM, BiLLM, ARB-LLM, NanoQuant.
 *
 * @module @bnnkit/quantizers/calibration
 */

export {
  type AlternatingBinarization,
  type AlternatingBinarizationOptions,
  alternatingBinarization,
} from "./alternating-binarization.ts";
export { type BiLlmMatrix, type BiLlmOptions, biLlm } from "./bi-llm.ts";
export { type BinaryFactorOptions, type BinaryFactors, binaryFactors } from "./binary-factors.ts";
export {
  type AlternatingBitsOptions,
  alternatingBits,
  type BiLlmBitsOptions,
  type BinaryFactorBitsOptions,
  type BitCountOptions,
  biLlmBits,
  binaryFactorBits,
  type PbLlmBitsOptions,
  pbLlmBits,
  rowColumnBits,
} from "./bits-per-weight.ts";
export { type CalibratedBinarization, calibratedBinarization } from "./calibrated-scales.ts";
export type { ColumnGroups } from "./column-groups.ts";
export { feedbackFactor, inverseDiagonal } from "./feedback-factor.ts";
export { residualBinarization } from "./group-binarization.ts";
export {
  dampedCorrelation,
  deadInputs,
  hessianOf,
  type InputCorrelation,
  inputCorrelation,
} from "./input-correlation.ts";
export { type MagnitudeSplit, magnitudeSplit } from "./magnitude-split.ts";
export { type MatrixTerm, partlyBinarizedTerms } from "./partly-binarized-terms.ts";
export {
  type PartialBinarization,
  type PartlyBinarizedMatrix,
  type PbLlmOptions,
  pbLlm,
  roundPartly,
  withoutDeadInputs,
} from "./pb-llm.ts";
export {
  type ColumnBlock,
  type RoundColumnsOptions,
  type RoundWeight,
  roundBlocks,
  roundColumns,
} from "./round-columns.ts";
export { type RowColumnBinarization, rowColumnBinarization } from "./row-column-scales.ts";
export {
  binarizedWeight,
  type RowStatisticKind,
  type RowStatistics,
  type RowStatisticsOptions,
  rowStatisticKinds,
  rowStatistics,
} from "./row-statistics.ts";
export { type SaliencyMetric, saliency, saliencyMetrics } from "./saliency.ts";
export { salientColumns } from "./salient-columns.ts";
export { type SalientMaskOptions, salientMask, salientTails } from "./salient-mask.ts";
export {
  type SteppedRows,
  type SteppedRowsOptions,
  steppedCode,
  steppedRows,
  steppedValue,
} from "./stepped-rows.ts";
export { squaredError, type WeightMatrix } from "./weight-matrix.ts";
