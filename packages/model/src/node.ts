import type { Definition, Typed } from "./definition.ts";
import { type ActivationNode, activation } from "./nodes/activation.ts";
import { type AddNode, add } from "./nodes/add.ts";
import { type AffineNode, affine } from "./nodes/affine.ts";
import { type AttentionNode, attention } from "./nodes/attention.ts";
import { type ConcatenateNode, concatenate } from "./nodes/concatenate.ts";
import { type ConvolutionNode, convolution } from "./nodes/convolution.ts";
import { type DenseNode, dense } from "./nodes/dense.ts";
import { type EmbeddingNode, embedding } from "./nodes/embedding.ts";
import { type GroupSumNode, groupSum } from "./nodes/group-sum.ts";
import { type LayerNormNode, layerNorm } from "./nodes/layer-norm.ts";
import { type LookUpNode, lookUp } from "./nodes/look-up.ts";
import { type MultiplyNode, multiply } from "./nodes/multiply.ts";
import { type PoolNode, pool } from "./nodes/pool.ts";
import { type PositionNode, position } from "./nodes/position.ts";
import { type RotaryPositionNode, rotaryPosition } from "./nodes/rotary-position.ts";
import { type RoundNode, round } from "./nodes/round.ts";
import { type ThresholdNode, threshold } from "./nodes/threshold.ts";
import { type TruthTablesNode, truthTables } from "./nodes/truth-tables.ts";

/** Every node by its op. A new op is an entry here and in `definitions`, then a compile error in each interpreter. */
export interface Nodes {
  readonly embedding: EmbeddingNode;
  readonly position: PositionNode;
  readonly "rotary-position": RotaryPositionNode;
  readonly dense: DenseNode;
  readonly convolution: ConvolutionNode;
  readonly "look-up": LookUpNode;
  readonly "truth-tables": TruthTablesNode;
  readonly "group-sum": GroupSumNode;
  readonly attention: AttentionNode;
  readonly threshold: ThresholdNode;
  readonly round: RoundNode;
  readonly affine: AffineNode;
  readonly activation: ActivationNode;
  readonly "layer-norm": LayerNormNode;
  readonly add: AddNode;
  readonly multiply: MultiplyNode;
  readonly concatenate: ConcatenateNode;
  readonly pool: PoolNode;
}

/** The discriminant of {@link Node}. */
export type NodeOp = keyof Nodes;

/** One operation of a graph, of some ops, by default of any; `inputs` name graph inputs or earlier nodes. A node says only
 *  what cannot be inferred: sizes of its inputs come from their types.
 *
 *  Distributive, so that `table[node.op]` of a table by op takes the node without a switch. */
export type Node<Op extends NodeOp = NodeOp> = {
  readonly [O in Op]: Nodes[O] & { readonly op: O };
}[Op];

/** A node with the types of what it reads and of its value. */
export type TypedNode<Op extends NodeOp = NodeOp> = { readonly [O in Op]: Typed<Node<O>> }[Op];

/** What this package knows about each op. */
export const definitions: { readonly [Op in NodeOp]: Definition<Node<Op>> } = {
  embedding,
  position,
  "rotary-position": rotaryPosition,
  dense,
  convolution,
  "look-up": lookUp,
  "truth-tables": truthTables,
  "group-sum": groupSum,
  attention,
  threshold,
  round,
  affine,
  activation,
  "layer-norm": layerNorm,
  add,
  multiply,
  concatenate,
  pool,
};
