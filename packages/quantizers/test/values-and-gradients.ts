import * as tf from "@tensorflow/tfjs";
import type { QuantizeCall, Quantizer } from "../src/quantizer.ts";

/** What a quantizer makes of some numbers. */
export function valuesOf(
  { quantize }: Quantizer,
  x: tf.TensorLike,
  call?: QuantizeCall,
): readonly number[] {
  return [...quantize(tf.tensor(x), call).dataSync()];
}

/** The gradient of `Σ g·f(x)`; g is 1 where nothing is said. */
export function gradientOf(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.TensorLike,
  g?: tf.TensorLike,
): readonly number[] {
  const input = tf.tensor(x);
  const upstream = g === undefined ? tf.onesLike(input) : tf.tensor(g);
  return [...tf.grad(f)(input, upstream).dataSync()];
}

/** Compares numbers with an absolute tolerance. */
export function difference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...actual.map((value, i) => Math.abs(value - expected[i]!)));
}
