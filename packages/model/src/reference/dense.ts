import { wordsPerRow } from "@bnnkit/core";
import type { Node } from "../node.ts";
import { type Matrix, mapRows } from "./matrix.ts";
import type { Weights } from "./weights.ts";

/** 2^−23, what the one-bit quantizer adds to the greatest magnitude. */
const epsilon = 2 ** -23;

/** `W·x + bias` by definition: signs as −1 and +1, their dot product in exact integers. */
export function evaluateDense(node: Node<"dense">, x: Matrix, weights: Weights): Matrix {
  const { name, outFeatures, inFeatures } = node;
  const bias = node.bias ? weights.floats(`${name}.bias`) : new Float32Array(outFeatures);
  const { signs, scales } =
    node.weightBits === 1
      ? { signs: signsOf(node, weights), scales: weights.floats(`${name}.scales`) }
      : { signs: weights.floats(`${name}.weights`), scales: new Float32Array(outFeatures).fill(1) };
  return mapRows(x, outFeatures, (row) => {
    const { values, scale } =
      node.activationBits === 1 ? signsAndScale(row) : { values: row, scale: 1 };
    return Float64Array.from({ length: outFeatures }, (_, n) => {
      let sum = 0;
      for (let k = 0; k < inFeatures; k++) {
        sum += signs[n * inFeatures + k] * values[k];
      }
      return sum * (scale * scales[n]) + bias[n];
    });
  });
}

/** The signs of a row, sign(0) = +1, and half of its greatest magnitude: what stands for it in one bit. */
export function signsAndScale(row: Float64Array): {
  readonly values: Float64Array;
  readonly scale: number;
} {
  const maximum = row.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  return { values: row.map((x) => (x < 0 ? -1 : 1)), scale: (maximum + epsilon) / 2 };
}

function signsOf({ name, outFeatures, inFeatures }: Node<"dense">, weights: Weights): Int8Array {
  const words = weights.words(`${name}.bits`);
  const stride = wordsPerRow(inFeatures);
  return Int8Array.from({ length: outFeatures * inFeatures }, (_, i) => {
    const k = i % inFeatures;
    const word = words[Math.floor(i / inFeatures) * stride + (k >> 5)];
    return (word >>> (k & 31)) & 1 ? -1 : 1;
  });
}
