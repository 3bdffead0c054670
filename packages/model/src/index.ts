/**
 * A packed model as data: its description (graphs of nodes over typed values), its tensors, its file, and what follows from them: types,
 * sizes, work. Interpreters, such as a runtime, are tables with an entry for every op.
 *
 * @module @bnnkit/model
 */

export { type Bytes, byteView } from "./byte-view.ts";
export { checkDescription, formatDescription, parseDescription } from "./check-description.ts";
export { checkModel } from "./check-model.ts";
export type { CheckedModel } from "./checked-model.ts";
export { sniffContent } from "./content-sniffing.ts";
export { maximumPositions } from "./decode-description.ts";
export { type NodeTensor, numbersAt, type Typed } from "./definition.ts";
export { formatCode } from "./format-code.ts";
export { formatSummary } from "./format-summary.ts";
export { formatCount, formatCounts, ruledTable } from "./format-table.ts";
export { type GoldenRun, goldenRuns, goldenRunTensors } from "./golden-runs.ts";
export {
  type GoldenTranslation,
  goldenTranslations,
  goldenTranslationTensors,
} from "./golden-translations.ts";
export type { Graph, GraphInput, MapInput } from "./graph.ts";
export { inferTypes, type TypedGraph, typeGraph } from "./infer-types.ts";
export {
  assertSupported,
  check,
  type Handler,
  type Interpreter,
  interpret,
  type Problem,
  type Support,
} from "./interpreter.ts";
export { computationEffort, type MacKinds, macKinds } from "./mac-kinds.ts";
export { MalformedFileError } from "./malformed-file-error.ts";
export {
  type ClassificationDescription,
  graphsOf,
  type LanguageModelDescription,
  type ModelDescription,
  type NamedGraph,
  type RegressionDescription,
  type SequenceToSequenceDescription,
  type Task,
  type TextDescription,
  type TokenDescription,
  textOf,
} from "./model-description.ts";
export type { Node, NodeOp, Nodes, TypedNode } from "./node.ts";
export type { ActivationFunction, ActivationNode } from "./nodes/activation.ts";
export type { AddNode } from "./nodes/add.ts";
export type { AffineNode } from "./nodes/affine.ts";
export type { AttentionNode, Probabilities } from "./nodes/attention.ts";
export type { ConcatenateNode } from "./nodes/concatenate.ts";
export type { ConvolutionNode } from "./nodes/convolution.ts";
export type { DenseNode } from "./nodes/dense.ts";
export type { EmbeddingNode } from "./nodes/embedding.ts";
export type { GroupSumNode } from "./nodes/group-sum.ts";
export type { LayerNormNode } from "./nodes/layer-norm.ts";
export type { LookUpNode } from "./nodes/look-up.ts";
export type { MultiplyNode } from "./nodes/multiply.ts";
export type { PoolNode } from "./nodes/pool.ts";
export type { PositionNode } from "./nodes/position.ts";
export type { RotaryPositionNode } from "./nodes/rotary-position.ts";
export type { RoundNode } from "./nodes/round.ts";
export { type RowScale, type ThresholdNode, thresholdCount } from "./nodes/threshold.ts";
export type { TruthTablesNode } from "./nodes/truth-tables.ts";
export { ofTask } from "./of-task.ts";
export { type OpenSafetensors, openSafetensors } from "./open-safetensors.ts";
export type { PackedModel } from "./packed-model.ts";
export {
  addParameters,
  countParameters,
  type ParameterCounts,
  parameterBits,
  parameterCount,
} from "./parameter-counts.ts";
export { readModel } from "./read-model.ts";
export {
  type ReadSafetensorsOptions,
  readSafetensors,
  type Safetensors,
} from "./read-safetensors.ts";
export { rowCodes, rowSigns } from "./row-quantizers.ts";
export { sinusoidalPositions } from "./sinusoidal-positions.ts";
export {
  type ByteRanges,
  type BytesOrSlices,
  byteRanges,
  isSliced,
  type SlicedBytes,
} from "./sliced-bytes.ts";
export {
  type FileSize,
  type LayerSummary,
  type ModelSummary,
  summarize,
  summarizeGraph,
} from "./summary.ts";
export {
  bytesPerElement,
  type Dtype,
  elementCount,
  type FileDtype,
  type FileTensor,
  type FileTensorData,
  type FileTensorSpec,
  type Tensor,
  type TensorData,
  type TensorOf,
  type TensorSpec,
  tensorBytes,
} from "./tensor.ts";
export { tensorNamed } from "./tensor-named.ts";
export { tensorsOf, tensorsOfNode } from "./tensors-of.ts";
export { type TruthTables, truthTableTensors } from "./truth-table-tensors.ts";
export type { TypedNamedGraph } from "./typed-description.ts";
export {
  type Domain,
  formatDomain,
  type IdsType,
  type NumbersType,
  sameDomain,
  type ValueType,
  vectorDomain,
} from "./value-type.ts";
export { type NamedTerm, namedTerms, storedSize, type Weights, weightTensors } from "./weights.ts";
export { widenToFloat32 } from "./widen.ts";
export { addMacs, type Macs, productMacs, type Work } from "./work.ts";
export { writeModel } from "./write-model.ts";
export { writeSafetensors } from "./write-safetensors.ts";
