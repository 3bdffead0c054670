import { float32, packBipolar, packTernary, packUnipolar, type Term } from "@bnnkit/core";
import { namedTerms, type Tensor, type Weights } from "@bnnkit/model";
import type { EncodedTerm, Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { isFactored, outputScales } from "../factored-kernel.ts";
import { refusal } from "./layer-export.ts";

/** A kernel as the weights of a node. */
export interface KernelWeights {
  readonly weights: Weights;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What products are multiplied with afterwards: one number for each output, or one for all. */
  readonly scales: tf.Tensor | undefined;
}

/** The digits and scales of a kernel, outputs last, as rows of outputs.
 *  @throws RangeError naming the layer for digits or scales that a model file cannot hold. */
export function kernelWeights(
  layer: tf.layers.Layer,
  tensor: string,
  kernel: tf.Tensor,
  quantizer: Quantizer | undefined,
): KernelWeights {
  if (!quantizer) {
    const weights: Weights = { tensor, code: float32 };
    const tensors = new Map(digitTensors(layer, tensor, float32[0], kernel));
    return { weights, tensors, scales: undefined };
  }
  const encoding = quantizer.encode(kernel);
  if (isFactored(quantizer)) {
    const [{ digits, scale }] = encoding;
    const weights: Weights = { tensor, code: [{ digit: quantizer.code[0].digit }] };
    const tensors = new Map(digitTensors(layer, tensor, weights.code[0], digits));
    return { weights, tensors, scales: outputScales(layer.name, scale) };
  }
  const weights: Weights = { tensor, code: quantizer.code };
  const tensors = namedTerms(weights).flatMap(({ prefix, term }, p) =>
    termTensors(layer, prefix, term, encoding[p]),
  );
  return { weights, tensors: new Map(tensors), scales: undefined };
}

function termTensors(
  layer: tf.layers.Layer,
  prefix: string,
  term: Term,
  { digits, scale, offset = tf.scalar(0) }: EncodedTerm,
): [string, Tensor][] {
  const outputs = digits.shape[digits.rank - 1];
  const ofRows = (part: string, values: tf.Tensor): [string, Tensor] => {
    const data = tf.broadcastTo(outputScales(layer.name, values), [outputs]).dataSync();
    return [`${prefix}.${part}`, { dtype: "F32", shape: [outputs], data: Float32Array.from(data) }];
  };
  return [
    ...digitTensors(layer, prefix, term, digits),
    ...(term.scale === "row" ? [ofRows("scales", scale)] : []),
    ...(term.offset === "row" ? [ofRows("offsets", offset)] : []),
  ];
}

function digitTensors(
  layer: tf.layers.Layer,
  prefix: string,
  { digit, exponents: [least] = [0, 0] }: Term,
  digits: tf.Tensor,
): [string, Tensor][] {
  const { shape, values } = rowsOf(digits);
  const [rows, columns] = shape;
  const words = (part: string, data: Uint32Array): [string, Tensor] => [
    `${prefix}.${part}`,
    { dtype: "U32", shape: [rows, data.length / rows], data },
  ];
  switch (digit) {
    case "bipolar":
      return [words("bits", packBipolar(values, rows, columns).words)];
    case "unipolar":
      return [words("bits", packUnipolar(values, rows, columns).words)];
    case "ternary": {
      const { mask, sign } = packTernary(values, rows, columns);
      return [words("mask", mask), words("sign", sign)];
    }
    case "int8":
      return [[`${prefix}.codes`, { dtype: "I8", shape, data: Int8Array.from(values) }]];
    case "power": {
      const data = Uint8Array.from(values, (value) => powerByte(value, least));
      return [[`${prefix}.codes`, { dtype: "U8", shape, data }]];
    }
    case "float32":
      return [[`${prefix}.weights`, { dtype: "F32", shape, data: values }]];
    default:
      throw refusal(
        layer,
        `must have a kernel quantizer with bits, ternary digits, int8, powers or reals, got ${digit}`,
        "take another one, or leave the kernel as it is",
      );
  }
}

/** 0 for 0, else 1 + e − least of ±2^e, with the bit 128 for −. */
function powerByte(value: number, least: number): number {
  if (value === 0) return 0;
  return 1 + Math.log2(Math.abs(value)) - least + (value < 0 ? 128 : 0);
}

/** [outputs, everything else], line by line. */
function rowsOf(kernel: tf.Tensor): {
  readonly shape: readonly [rows: number, columns: number];
  readonly values: Float32Array;
} {
  const outputs = kernel.shape[kernel.rank - 1];
  const rows = tf.transpose(tf.reshape(kernel, [-1, outputs]));
  return { shape: [outputs, kernel.size / outputs], values: Float32Array.from(rows.dataSync()) };
}
