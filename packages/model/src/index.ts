export { type Bytes, byteView } from "./byte-view.ts";
export { checkDescription, formatDescription, parseDescription } from "./check-description.ts";
export { checkModel } from "./check-model.ts";
export { sniffContent } from "./content-sniffing.ts";
export { maximumPositions } from "./decode-description.ts";
export { formatSummary } from "./format-summary.ts";
export { type GoldenExample, goldenExamples, goldenTensors } from "./golden.ts";
export type { Graph, GraphInput } from "./graph.ts";
export { countMacs, type MacCounts, type NodeMacs } from "./mac-counts.ts";
export { MalformedFileError } from "./malformed-file-error.ts";
export {
  graphsOf,
  type ModelDescription,
  type NamedGraph,
  type SequenceToSequenceDescription,
  type TokenDescription,
} from "./model-description.ts";
export type {
  AddNode,
  AttentionNode,
  DenseNode,
  EmbeddingNode,
  LayerNormNode,
  LogitsNode,
  Node,
  NodeOf,
  NodeOp,
  ReluNode,
  SinusoidalPositionNode,
} from "./node.ts";
export type { PackedModel } from "./packed-model.ts";
export { readModel } from "./read-model.ts";
export {
  type ReadSafetensorsOptions,
  readSafetensors,
  type Safetensors,
} from "./read-safetensors.ts";
export { inferShapes, type ValueShape } from "./shape-inference.ts";
export { sinusoidalPositions } from "./sinusoidal-positions.ts";
export {
  type FileSize,
  type LayerSummary,
  type ModelSummary,
  type ParameterCounts,
  summarize,
} from "./summary.ts";
export { assertSupported, check, type OpSupport, type Problem, type Support } from "./support.ts";
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
export { widenToFloat32 } from "./widen.ts";
export { writeModel } from "./write-model.ts";
export { writeSafetensors } from "./write-safetensors.ts";
