import type * as tf from "@tensorflow/tfjs";
import type { StackConfig } from "./config.ts";
import type { Dropout } from "./dropout.ts";
import type { Place } from "./placed-quantizer.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** Rows of digits, ±1 or few whole numbers, with their scales. */
export interface BinaryRows {
  /** `[rows, features]` */
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

/** Quantized operands of attention. */
export interface ScaledOperand<R extends tf.Rank> {
  /** Numbers, or their digits where the scale is apart. */
  readonly values: tf.Tensor<R>;
  /** Factor on the values; 1 where they are the numbers. */
  readonly scale: number;
}

/** How products are computed: fast with gradients, or exactly as a packed model does. */
export interface Arithmetic {
  /** @param place  where the rows are quantized; undefined: they stay as they are */
  prepare(x: tf.Tensor2D, place: Place | undefined): DenseInput;
  /** `x Wᵀ + b`: `[rows, outFeatures]`. */
  dense(input: DenseInput, layer: DenseLayer): tf.Tensor2D;
  /** What attention multiplies, quantized at a place. */
  quantize<R extends tf.Rank>(x: tf.Tensor<R>, place: Place): ScaledOperand<R>;
  /** The scale that `quantize` gives at a place, of a quantizer with one scale for all. */
  scaleOf(place: Place): number;
  /** Embedding table `[V, d]` as the rows that embed tokens. */
  table(): tf.Tensor2D;
  /** `h Tableᵀ`: `[rows, V]`. */
  logits(hidden: tf.Tensor2D): tf.Tensor2D;
}

/** What the layers of a forward pass leave behind beside its result, in their order. */
export interface ForwardTrace {
  /** Rows behind the embedding and behind each layer, `[size·length, d]`. */
  readonly hidden: tf.Tensor2D[];
  /** Attention scores before the softmax, −10⁹ at keys that are not seen: `[heads, size, queries, keys]`. */
  readonly scores: tf.Tensor4D[];
}

/** Everything that the layers of one forward pass share. */
export interface ForwardPass {
  readonly config: StackConfig;
  /** Training step: decides which groups are binarized. */
  readonly step: number;
  readonly dropout: Dropout;
  readonly quantizers: TransformerQuantizers;
  readonly arithmetic: Arithmetic;
  readonly trace?: ForwardTrace;
  parameter(name: string): tf.Tensor;
}
