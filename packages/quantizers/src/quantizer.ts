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

/** A forward map to few values together with the estimator that stands in for its derivative. */
export interface Quantizer {
  readonly name: string;
  /** Bits of one quantized value. */
  readonly precision: number;
  /** Where the forward map was published. */
  readonly paper: Paper;
  readonly estimator: Estimator;
  /** Returns the quantized tensor, of the shape of `x`; its gradient is the estimator.
   *  A NaN stays a NaN (`checkNoNaN` finds it), so that a loss shows it. */
  quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R>;
}
