import type * as tf from "@tensorflow/tfjs";
import type { TransformerConfig } from "./config.ts";
import type { Dropout } from "./dropout.ts";

/** Rows prepared once as the input of one or more dense layers. */
export interface DenseInput {
  /** `[rows, features]`: float values, or ±s/2 where binarized. */
  readonly values: tf.Tensor2D;
  /** ±1 and the half bounds `[rows, 1]`, where the arithmetic keeps them apart. */
  readonly binary?: { readonly signs: tf.Tensor2D; readonly scales: tf.Tensor2D };
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
  readonly arithmetic: Arithmetic;
  parameter(name: string): tf.Tensor;
}
