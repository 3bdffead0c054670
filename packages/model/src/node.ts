/**
 * Looks ids up in a table: `y[p] = multiplier · table[id[p]]`.
 *
 * Shapes: tokens → features. `bits` 8: the table is int8 codes with one float scale per row.
 */
export interface EmbeddingNode {
  readonly op: "embedding";
  readonly name: string;
  readonly inputs: readonly [tokens: string];
  readonly vocabularySize: number;
  readonly features: number;
  readonly multiplier: number;
  /** Name of the table's tensors; several nodes may share one table. */
  readonly table: string;
  readonly bits: 8 | 32;
}

/**
 * Adds the sinusoidal position table: with d = `features` and i < d/2,
 * `y[p, i] = x[p, i] + sin(p / 10000^(i / (d/2 − 1)))`, `y[p, d/2 + i] = x[p, d/2 + i] + cos(…)`.
 *
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.5, in the halves layout of tensor2tensor.
 */
export interface SinusoidalPositionNode {
  readonly op: "sinusoidal-position";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
  readonly maximumLength: number;
}

/**
 * Normalizes each of `groups` slices of `features / groups` features:
 * `y = (x − mean) / sqrt(var + epsilon) · gamma + beta`, `var = mean((x − mean)²)`.
 *
 * gamma and beta have `features / groups` entries, shared by the slices.
 * Ba et al. 2016, https://arxiv.org/abs/1607.06450, §3.
 */
export interface LayerNormNode {
  readonly op: "layer-norm";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
  readonly groups: number;
  readonly epsilon: number;
}

/**
 * `y = W·x + bias`. One-bit weights are ±scale with one scale per output feature; one-bit activations
 * are the signs of x times half of the row's greatest magnitude.
 *
 * Zhang et al. 2023, https://arxiv.org/abs/2302.04907, §3.
 */
export interface DenseNode {
  readonly op: "dense";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weightBits: 1 | 32;
  readonly activationBits: 1 | 32;
  readonly bias: boolean;
}

/** `y = max(x, 0)`. */
export interface ReluNode {
  readonly op: "relu";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
}

/** `y = a + b`, both on the same positions: the residual join. */
export interface AddNode {
  readonly op: "add";
  readonly name: string;
  readonly inputs: readonly [a: string, b: string];
  readonly features: number;
}

/**
 * Per head: `y = softmax(q·kᵀ / sqrt(headFeatures))·v`; `causal` hides later positions.
 *
 * `bits` 1: query, key, probabilities and value are each binarized before their product.
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.2.
 */
export interface AttentionNode {
  readonly op: "attention";
  readonly name: string;
  readonly inputs: readonly [query: string, key: string, value: string];
  readonly heads: number;
  readonly headFeatures: number;
  readonly causal: boolean;
  readonly bits: 1 | 32;
}

/**
 * Scores every word: `y[p, v] = x[p]·table[v]`, with a table that an embedding may share (tied).
 *
 * `bits` 8: x is quantized to int8 per position and the product is an exact int32.
 */
export interface LogitsNode {
  readonly op: "logits";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly features: number;
  readonly vocabularySize: number;
  readonly table: string;
  readonly bits: 8 | 32;
}

/** One operation of a graph; `inputs` name graph inputs or earlier nodes. */
export type Node =
  | EmbeddingNode
  | SinusoidalPositionNode
  | LayerNormNode
  | DenseNode
  | ReluNode
  | AddNode
  | AttentionNode
  | LogitsNode;

/** The discriminant of {@link Node}. */
export type NodeOp = Node["op"];

/** The node type of one op. */
export type NodeOf<Op extends NodeOp> = Extract<Node, { readonly op: Op }>;
