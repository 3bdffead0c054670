import type { Code } from "@bnnkit/core";
import type * as tf from "@tensorflow/tfjs";

/** Where a method was published. */
export interface Paper {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  readonly url: string;
  /** Section, equation or file that defines the method. */
  readonly section?: string;
}

/** What stands in for the derivative of a forward map that has none. */
export interface Estimator {
  readonly name: string;
  readonly paper: Paper;
}

/** What a quantizer was made with, as JSON has it. */
export type QuantizerOptions = Readonly<Record<string, number | string | readonly number[]>>;

/** One addend of the numbers of a tensor: `offset + scale·digits`. */
export interface EncodedTerm {
  /** Of the shape of the tensor. */
  readonly digits: tf.Tensor;
  /** A scalar where the code has a constant; where it has "row", one for each slice that shares a scale: the shape of
   *  the tensor with 1 for the axes of a slice. */
  readonly scale: tf.Tensor;
  /** As `scale`; absent where it is 0. */
  readonly offset?: tf.Tensor;
}

/** The addends of a tensor's numbers, one for each term of the code, in its order. */
export type Encoding = readonly [EncodedTerm, ...EncodedTerm[]];

/** A forward map to few values together with the estimator that stands in for its derivative.
 *
 *  Its values are sums of scaled digits: `quantize(x) = Σ_p offset_p + scale_p·digits_p`, added in the order of the terms
 *  in float32. So what is trained on is what is packed. */
export interface Quantizer {
  /** Lower case with hyphens. */
  readonly name: string;
  /** With the name they make the same quantizer again: see `createQuantizer`. */
  readonly options: QuantizerOptions;
  /** What its numbers are sums of, "row" where a scale depends on the data. `bitsOf(code)` is its precision. */
  readonly code: Code;
  /** Where the forward map was published. */
  readonly paper: Paper;
  readonly estimator: Estimator;
  /** Returns the quantized tensor, of the shape of `x`; its gradient is the estimator.
   *  A NaN stays a NaN (`checkNoNaN` finds it), so that a loss shows it. */
  quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R>;
  /** The digits and scales that these numbers are made of, without a gradient. */
  encode(x: tf.Tensor): Encoding;
}
