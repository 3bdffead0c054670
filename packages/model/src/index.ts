export { type Bytes, byteView } from "./byte-view.ts";
export { checkDescription, formatDescription, parseDescription } from "./check-description.ts";
export { checkModel } from "./check-model.ts";
export type { CheckedModel } from "./checked-model.ts";
export { sniffContent } from "./content-sniffing.ts";
export { countMacs } from "./count-macs.ts";
export { maximumPositions } from "./decode-description.ts";
export type { NodeTensor } from "./definition.ts";
export { formatSummary } from "./format-summary.ts";
export { type GoldenExample, goldenExamples, goldenTensors } from "./golden.ts";
export type { Graph, GraphInput } from "./graph.ts";
export {
  assertSupported,
  check,
  type Handler,
  type Interpreter,
  interpret,
  type Problem,
  type Support,
} from "./interpreter.ts";
export type { MacCounts, NodeMacs } from "./mac-counts.ts";
export { MalformedFileError } from "./malformed-file-error.ts";
export {
  graphsOf,
  type ModelDescription,
  type NamedGraph,
  type SequenceToSequenceDescription,
  type TokenDescription,
} from "./model-description.ts";
export type { Node, NodeOp, Nodes } from "./node.ts";
export type { AddNode } from "./nodes/add.ts";
export type { AttentionNode } from "./nodes/attention.ts";
export type { DenseNode } from "./nodes/dense.ts";
export type { EmbeddingNode } from "./nodes/embedding.ts";
export type { LayerNormNode } from "./nodes/layer-norm.ts";
export type { LogitsNode } from "./nodes/logits.ts";
export type { ReluNode } from "./nodes/relu.ts";
export type { SinusoidalPositionNode } from "./nodes/sinusoidal-position.ts";
export type { PackedModel } from "./packed-model.ts";
export { readModel } from "./read-model.ts";
export {
  type ReadSafetensorsOptions,
  readSafetensors,
  type Safetensors,
} from "./read-safetensors.ts";
export { inferShapes } from "./shape-inference.ts";
export { sinusoidalPositions } from "./sinusoidal-positions.ts";
export {
  type FileSize,
  type LayerSummary,
  type ModelSummary,
  type ParameterCounts,
  summarize,
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
export { tensorsOf, tensorsOfNode } from "./tensors-of.ts";
export type { ValueShape } from "./value-shape.ts";
export { widenToFloat32 } from "./widen.ts";
export { writeModel } from "./write-model.ts";
export { writeSafetensors } from "./write-safetensors.ts";
