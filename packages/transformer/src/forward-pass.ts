import type * as tf from "@tensorflow/tfjs";
import type { TransformerConfig } from "./config.ts";
import type { Dropout } from "./dropout.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** Rows of ±1 with their scales. */
export interface BinaryRows {
  /** ±1, `[rows, features]`. */
  readonly signs: tf.Tensor2D;
  /** `[rows, 1]`, or `[1, 1]` for all rows. */
  readonly scales: tf.Tensor2D;
}

/** Rows prepared once as the input of one or more dense layers. */
export interface DenseInput {
  /** `[rows, features]`: float values, or quantized ones. */
  readonly values: tf.Tensor2D;
  /** Signs and scales, where the arithmetic keeps them apart. */
  readonly binary?: BinaryRows;
}

/** A dense layer of a forward pass. */
export interface DenseLayer {
  /** Prefix of the parameters: `<name>/weights`, `<name>/bias`. */
  readonly name: string;
  readonly binaryWeights: boolean;
  readonly bias: boolean;
  /** Layers whose weights are stacked in this one, by node name; default: the layer itself. */
  readonly nodes?: readonly string[];
}

/** How products are computed: fast with gradients, or exactly as a packed model does. */
export interface Arithmetic {
  prepare(x: tf.Tensor2D, binaryActivations: boolean): DenseInput;
  /** `x Wᵀ + b`: `[rows, outFeatures]`. */
  dense(input: DenseInput, layer: DenseLayer): tf.Tensor2D;
  /** Embedding table `[V, d]` as the rows that embed tokens. */
  table(): tf.Tensor2D;
  /** `h Tableᵀ`: `[rows, V]`. */
  logits(hidden: tf.Tensor2D): tf.Tensor2D;
}

/** Everything that the layers of one forward pass share. */
export interface ForwardPass {
  readonly config: TransformerConfig;
  /** Training step: decides which groups are binarized. */
  readonly step: number;
  readonly dropout: Dropout;
  readonly quantizers: TransformerQuantizers;
  readonly arithmetic: Arithmetic;
  parameter(name: string): tf.Tensor;
}
