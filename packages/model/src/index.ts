export type { Graph, GraphInput } from "./graph.ts";
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
export {
  bytesPerElement,
  type Dtype,
  elementCount,
  type Tensor,
  type TensorData,
  type TensorOf,
  type TensorSpec,
  tensorBytes,
} from "./tensor.ts";
