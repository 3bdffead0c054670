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

/** A tensor that a quantizer needs beside its input: a layer holds it as a weight. */
export interface QuantizerParameter {
  /** Lower camel case: "shifts". */
  readonly name: string;
  /** Its axes, "features" for as many as the last axis of the input has, "rows" for those of the first: [] a number, [3] three,
   *  ["features"] one each. */
  readonly shape: readonly (number | "features" | "rows")[];
  /** One number for all, or each in its order. */
  readonly initial: number | readonly number[];
  /** Whether the optimizer changes it; otherwise a schedule may. */
  readonly trainable: boolean;
}

/** The values of a quantizer's parameters, by name. */
export type ParameterValues = Readonly<Record<string, tf.Tensor>>;

/** What one use of a quantizer depends on beside its input. */
export interface QuantizeCall {
  /** In training a stochastic quantizer draws; elsewhere it gives the numbers that a packed network has. Default false. */
  readonly training?: boolean;
  /** Of what a stochastic quantizer draws; default another one each time. */
  readonly seed?: number;
  /** Default: the initial values. They receive gradients. */
  readonly parameters?: ParameterValues;
}

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
  /** What it needs beside its input; absent: nothing. */
  readonly parameters?: readonly QuantizerParameter[];
  /** Whether it draws in training. Default false. */
  readonly isStochastic?: boolean;
  /** Whether the digits of a number depend on the others of its tensor, as where a threshold is their mean: for kernels, not
   *  for values of a network, which a packed run sees one by one. Default false. */
  readonly dependsOnOthers?: boolean;
  /** Returns the quantized tensor, of the shape of `x`; its gradient is the estimator, for the parameters, too.
   *  A NaN stays a NaN (`checkNoNaN` finds it), so that a loss shows it. */
  quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R>;
  /** The digits and scales that these numbers are made of, without a gradient: outside of training, with the initial
   *  values of the parameters. */
  encode(x: tf.Tensor): Encoding;
  /** First values of parameters as a first batch has them, where a method says so; of the others the initial ones are the
   *  first. The caller disposes of them. */
  parametersFrom?(x: tf.Tensor): ParameterValues;
  /** The same quantizer with these as initial values of its parameters: what is packed after training. Present where it
   *  has parameters. */
  withParameters?(values: ParameterValues): Quantizer;
}
