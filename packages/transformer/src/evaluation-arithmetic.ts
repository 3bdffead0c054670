import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import type { Arithmetic, BinaryRows, DenseInput, DenseLayer } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import { tableParameter } from "./parameter-shapes.ts";
import { logitsNode, observeProduct, type ProductObserver } from "./product-observation.ts";
import { dequantizeTable, quantizeTable } from "./quantized-table.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** Bits of an embedding and of the operands of the logits. */
export type EmbeddingBits = 8 | 32;

export interface EvaluationOptions {
  readonly parameter: (name: string) => tf.Tensor;
  readonly quantizers: TransformerQuantizers;
  readonly embeddingBits: EmbeddingBits;
  /** Factor on the outputs of one-bit matrices; default 1. */
  readonly postScale?: number;
  readonly observe?: ProductObserver;
}

/** An arithmetic that holds tensors until it is disposed of. */
export interface EvaluationArithmetic extends Arithmetic {
  dispose(): void;
}

// Products of two 8-bit codes reach 127²; float32 sums of d of them are exact up to 2²⁴.
const mostFeaturesOfInt8 = Math.floor(2 ** 24 / 127 ** 2);

/** The products of a packed model, without gradients. Weights are binarized once.
 *
 *  - one-bit weights and rows: `dot · (rowScale·scale) + b` with the exact integer `dot` of the signs;
 *  - one-bit weights, float rows: `scale · Σ ±x + b`;
 *  - 8-bit logits: rows rounded to int8, `dot · (rowScale·tableScale)` with the exact integer `dot`.
 *
 *  @throws RangeError if 8-bit logits of this width could exceed the integers of float32. */
export function evaluationArithmetic(options: EvaluationOptions): EvaluationArithmetic {
  const { parameter, quantizers, embeddingBits, postScale = 1, observe } = options;
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tf.keep(tensor));
    return tensor;
  };
  const binaryWeights = new Map<string, BinaryRows>();
  const weightsOf = (name: string): BinaryRows => {
    const present = binaryWeights.get(name);
    if (present) return present;
    const { signs, scales } = binaryRows(
      quantizers.weights,
      asMatrix(parameter(`${name}/weights`)),
    );
    const weights = {
      signs: keep(signs),
      scales: keep(tf.mul<tf.Tensor2D>(asRow(scales), postScale)),
    };
    binaryWeights.set(name, weights);
    return weights;
  };
  const { table, logits } =
    embeddingBits === 8 ? int8Table(parameter, keep) : floatTable(parameter);
  return {
    table,
    logits(hidden: tf.Tensor2D): tf.Tensor2D {
      const product = logits(hidden);
      if (observe) observeProduct(observe, { nodes: [logitsNode], input: hidden, ...product });
      return product.output;
    },
    prepare: (x: tf.Tensor2D, binary: boolean): DenseInput => ({
      values: x,
      ...(binary && { binary: binaryRows(quantizers.activations, x) }),
    }),
    dense(input: DenseInput, layer: DenseLayer): tf.Tensor2D {
      const product = layer.binaryWeights
        ? binaryProduct(input, weightsOf(layer.name))
        : { output: floatProduct(input, asMatrix(parameter(`${layer.name}/weights`))) };
      const output = layer.bias
        ? tf.add<tf.Tensor2D>(product.output, parameter(`${layer.name}/bias`))
        : product.output;
      const nodes = layer.nodes ?? [layer.name];
      if (observe) observeProduct(observe, { nodes, input: input.values, ...product, output });
      return output;
    },
    dispose: () => tf.dispose(kept),
  };
}

function binaryRows(quantizer: Quantizer, x: tf.Tensor2D): BinaryRows {
  const [{ digits, scale }] = quantizer.encode(x);
  return { signs: asMatrix(digits), scales: tf.reshape(scale, [scale.size, 1]) };
}

function binaryProduct(
  { values, binary }: DenseInput,
  { signs, scales }: BinaryRows,
): { output: tf.Tensor2D; dot?: tf.Tensor2D } {
  if (!binary) return { output: tf.mul(tf.matMul(values, signs, false, true), scales) };
  const dot = tf.matMul<tf.Tensor2D>(binary.signs, signs, false, true);
  return { dot, output: tf.mul(dot, tf.mul(binary.scales, scales)) };
}

function floatProduct({ values, binary }: DenseInput, weights: tf.Tensor2D): tf.Tensor2D {
  const rows = binary ? tf.mul(binary.signs, binary.scales) : values;
  return tf.matMul(rows, weights, false, true);
}

interface Vocabulary extends Pick<Arithmetic, "table"> {
  logits(hidden: tf.Tensor2D): { output: tf.Tensor2D; dot?: tf.Tensor2D };
}

function floatTable(parameter: (name: string) => tf.Tensor): Vocabulary {
  const table = (): tf.Tensor2D => asMatrix(parameter(tableParameter));
  return { table, logits: (hidden) => ({ output: tf.matMul(hidden, table(), false, true) }) };
}

function int8Table(
  parameter: (name: string) => tf.Tensor,
  keep: <T extends tf.Tensor>(tensor: T) => T,
): Vocabulary {
  const latent = asMatrix(parameter(tableParameter));
  const [rows, columns] = latent.shape;
  if (columns > mostFeaturesOfInt8) {
    throw new RangeError(
      `evaluationArithmetic: features must be at most ${mostFeaturesOfInt8} for 8-bit logits, got ${columns}`,
    );
  }
  const quantized = quantizeTable(Float32Array.from(latent.dataSync()), rows, columns);
  const table = keep(tf.tensor2d(dequantizeTable(quantized), [rows, columns]));
  const codes = keep(tf.tensor2d(Float32Array.from(quantized.codes), [rows, columns]));
  const scales = keep(tf.tensor2d(quantized.scales, [1, rows]));
  return {
    table: () => table,
    logits(hidden) {
      const step = tf.div(tf.max(tf.abs(hidden), 1, true), 127);
      const rowScales = tf.add(step, tf.sub(1, tf.step(step)));
      const rounded = tf.round(tf.div<tf.Tensor2D>(hidden, rowScales));
      const dot = tf.matMul<tf.Tensor2D>(rounded, codes, false, true);
      return { dot, output: tf.mul(dot, tf.mul(rowScales, scales)) };
    },
  };
}

function asRow(column: tf.Tensor2D): tf.Tensor2D {
  return tf.reshape<tf.Rank.R2>(column, [1, column.size]);
}
