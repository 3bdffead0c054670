import type { Definition } from "./definition.ts";
import { type AddNode, add } from "./nodes/add.ts";
import { type AttentionNode, attention } from "./nodes/attention.ts";
import { type DenseNode, dense } from "./nodes/dense.ts";
import { type EmbeddingNode, embedding } from "./nodes/embedding.ts";
import { type LayerNormNode, layerNorm } from "./nodes/layer-norm.ts";
import { type LogitsNode, logits } from "./nodes/logits.ts";
import { type ReluNode, relu } from "./nodes/relu.ts";
import { type SinusoidalPositionNode, sinusoidalPosition } from "./nodes/sinusoidal-position.ts";

/** Every node by its op. A new op is an entry here and in `definitions`, then a compile error in each interpreter. */
export interface Nodes {
  readonly embedding: EmbeddingNode;
  readonly "sinusoidal-position": SinusoidalPositionNode;
  readonly "layer-norm": LayerNormNode;
  readonly dense: DenseNode;
  readonly relu: ReluNode;
  readonly add: AddNode;
  readonly attention: AttentionNode;
  readonly logits: LogitsNode;
}

/** The discriminant of {@link Node}. */
export type NodeOp = keyof Nodes;

/** One operation of a graph, of some ops, by default of any; `inputs` name graph inputs or earlier nodes.
 *
 *  Distributive, so that `table[node.op]` of a table by op takes the node without a switch. */
export type Node<Op extends NodeOp = NodeOp> = {
  readonly [O in Op]: Nodes[O] & { readonly op: O };
}[Op];

/** What this package knows about each op. */
export const definitions: { readonly [Op in NodeOp]: Definition<Node<Op>> } = {
  embedding,
  "sinusoidal-position": sinusoidalPosition,
  "layer-norm": layerNorm,
  dense,
  relu,
  add,
  attention,
  logits,
};
