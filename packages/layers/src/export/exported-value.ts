import type { LevelCode } from "@bnnkit/core/truth-tables";
import type { NumbersType } from "@bnnkit/model";
import type * as tf from "@tensorflow/tfjs";

/** A value of the graph that is written, with what stands behind it that no node does yet. */
export interface ExportedValue {
  /** Of the graph input or the node. */
  readonly name: string;
  readonly type: NumbersType;
  /** Functions of each number, in their order, which a quantizer turns into thresholds. */
  readonly pending: readonly FeatureMap[];
  /** Whether a flatten layer has made one row of its map. */
  readonly isFlat: boolean;
  /** How numbers stand in the bits of the node, where they are not those of its type: only tables and sums of groups read such. */
  readonly coded?: CodedNumbers;
}

/** Numbers as bits of a node, one number after the other. */
export interface CodedNumbers {
  readonly count: number;
  /** Binary digits of a number. */
  readonly digits: number;
  readonly code: LevelCode;
}

/** A monotone function of each number, alike at every place of a map. */
export interface FeatureMap {
  /** Names the node that does it. */
  readonly name: string;
  /** Name of the layer that it is a part of. */
  readonly layer: string;
  /** As TensorFlow.js computes it. @param x  [count, features] */
  apply(x: tf.Tensor2D): tf.Tensor2D;
  /** Whether it falls for no feature. */
  readonly isRising: boolean;
  readonly as: Affine | Activation;
}

/** `scales[c]·x + offsets[c]`, one number for all features or one for each. */
export interface Affine {
  readonly op: "affine";
  readonly scales: ArrayLike<number>;
  readonly offsets: ArrayLike<number>;
}

/** A function that a node of its own computes. */
export interface Activation {
  readonly op: "activation";
  readonly function: "relu" | "tanh" | "prelu" | "clip01";
  /** Of "prelu": slopes below zero, one for each feature. */
  readonly slopes?: ArrayLike<number>;
  /** Added before and after it, one for each feature. */
  readonly shifts?: { readonly before: ArrayLike<number>; readonly after: ArrayLike<number> };
}

/** `second(first(x))` in real numbers. */
export function composed(first: Affine, second: Affine, features: number): Affine {
  const at = (values: ArrayLike<number>, c: number): number => values[values.length === 1 ? 0 : c];
  const each = (f: (c: number) => number): number[] =>
    Array.from({ length: features }, (_, c) => f(c));
  return {
    op: "affine",
    scales: each((c) => at(first.scales, c) * at(second.scales, c)),
    offsets: each((c) => at(second.scales, c) * at(first.offsets, c) + at(second.offsets, c)),
  };
}
