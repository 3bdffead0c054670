import type { EncodedTerm, Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { type CodedTableBits, codeTable, type EmbeddingBits } from "./embedding-bits.ts";
import type {
  Arithmetic,
  BinaryRows,
  DenseInput,
  DenseLayer,
  ScaledOperand,
} from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import type { GridMatrix } from "./odd-grid.ts";
import { tableParameter } from "./parameter-shapes.ts";
import { type Place, quantizerOf, scalesRows, settledWeights } from "./placed-quantizer.ts";
import { logitsNode, observeProduct, type ProductObserver } from "./product-observation.ts";
import { dequantizeTable, type QuantizedTable } from "./quantized-table.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

export interface EvaluationOptions {
  readonly parameter: (name: string) => tf.Tensor;
  readonly quantizers: TransformerQuantizers;
  /** The quantizer of values at a place, with the parameters that it has there; default: with its initial ones. */
  readonly settled?: (place: Place) => Quantizer;
  readonly embeddingBits: EmbeddingBits;
  /** Whether the table is quantized by the quantizer for it; default false. */
  readonly binaryTable?: boolean;
  /** Matrices on grids by the names of their nodes, which then read rows rounded to int8. Default: none. */
  readonly grids?: ReadonlyMap<string, GridMatrix>;
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
 *  - weights on grids, and logits of tables in 8 bits and fewer: rows rounded to int8, `dot · (rowScale·scale) + b` with the exact
 *    integer `dot`.
 *
 *  @throws RangeError if products of codes of this width could exceed the integers of float32. */
export function evaluationArithmetic(options: EvaluationOptions): EvaluationArithmetic {
  const { parameter, quantizers, embeddingBits, postScale = 1, observe } = options;
  const settled = options.settled ?? (({ role }: Place) => quantizerOf(quantizers, role));
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
      settledWeights(quantizers.weights, name, parameter),
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
    embeddingBits === 32
      ? floatTable(parameter, options.binaryTable ? quantizers.table : undefined)
      : codedTable(parameter, embeddingBits, keep);
  const codedWeights = new Map<string, CodedRows>();
  const codesOf = (nodes: readonly string[]): CodedRows | undefined => {
    const matrices = nodes.flatMap((node) => options.grids?.get(node) ?? []);
    if (matrices.length === 0) return undefined;
    const [first] = nodes;
    const present = codedWeights.get(first);
    if (present) return present;
    const columns = matrices[0].codes.length / matrices[0].scales.length;
    const coded = codedRows(matrices, columns, keep);
    codedWeights.set(first, coded);
    return coded;
  };
  return {
    table,
    logits(hidden: tf.Tensor2D): tf.Tensor2D {
      const product = logits(hidden);
      if (observe) observeProduct(observe, { nodes: [logitsNode], input: hidden, ...product });
      return product.output;
    },
    prepare: (x: tf.Tensor2D, place: Place | undefined): DenseInput => ({
      values: x,
      ...(place && { binary: binaryRows(settled(place), x) }),
    }),
    quantize: <R extends tf.Rank>(x: tf.Tensor<R>, place: Place): ScaledOperand<R> => {
      const quantizer = settled(place);
      if (scalesRows(quantizer)) return { values: quantizer.quantize(x), scale: 1 };
      const { digits } = constantDigits(quantizer, x);
      return {
        values: tf.reshape<R>(digits, x.shape),
        scale: Number(quantizer.code[0].scale ?? 1),
      };
    },
    scaleOf(place: Place): number {
      const [{ scale = 1 }] = settled(place).code;
      return Number(scale);
    },
    dense(input: DenseInput, layer: DenseLayer): tf.Tensor2D {
      const nodes = layer.nodes ?? [layer.name];
      const coded = codesOf(nodes);
      const product = coded
        ? codedProduct(input.values, coded)
        : layer.binaryWeights
          ? binaryProduct(input, weightsOf(layer.name))
          : { output: floatProduct(input, asMatrix(parameter(`${layer.name}/weights`))) };
      const output = layer.bias
        ? tf.add<tf.Tensor2D>(product.output, parameter(`${layer.name}/bias`))
        : product.output;
      if (observe) observeProduct(observe, { nodes, input: input.values, ...product, output });
      return output;
    },
    dispose: () => tf.dispose(kept),
  };
}

function binaryRows(quantizer: Quantizer, x: tf.Tensor2D): BinaryRows {
  const { digits, scale } = constantDigits(quantizer, x);
  return { signs: asMatrix(digits), scales: tf.reshape(scale, [scale.size, 1]) };
}

/** Numbers as one digit times a scale: those of several terms are added in multiples of the first scale, which those of the
 *  others are. */
function constantDigits(quantizer: Quantizer, x: tf.Tensor): Pick<EncodedTerm, "digits" | "scale"> {
  const [first, ...rest] = quantizer.encode(x);
  const digits = rest.reduce(
    (sum, term) => tf.add(sum, tf.mul(term.digits, tf.round(tf.div(term.scale, first.scale)))),
    first.digits,
  );
  return { digits, scale: first.scale };
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

function floatTable(
  parameter: (name: string) => tf.Tensor,
  quantizer: Quantizer | undefined,
): Vocabulary {
  const table = (): tf.Tensor2D => {
    const latent = asMatrix(parameter(tableParameter));
    return quantizer ? quantizer.quantize(latent) : latent;
  };
  return { table, logits: (hidden) => ({ output: tf.matMul(hidden, table(), false, true) }) };
}

/** Codes with a scale for each row. */
interface CodedRows {
  /** `[rows, features]` */
  readonly codes: tf.Tensor2D;
  /** `[1, rows]` */
  readonly scales: tf.Tensor2D;
}

/** Matrices below each other. */
function codedRows(
  matrices: readonly QuantizedTable[],
  columns: number,
  keep: <T extends tf.Tensor>(tensor: T) => T,
): CodedRows {
  if (columns > mostFeaturesOfInt8) {
    throw new RangeError(
      `evaluationArithmetic: features must be at most ${mostFeaturesOfInt8} for products of codes, got ${columns}`,
    );
  }
  const rows = matrices.reduce((sum, { scales }) => sum + scales.length, 0);
  const codes = new Float32Array(rows * columns);
  const scales = new Float32Array(rows);
  let row = 0;
  for (const matrix of matrices) {
    codes.set(matrix.codes, row * columns);
    scales.set(matrix.scales, row);
    row += matrix.scales.length;
  }
  return {
    codes: keep(tf.tensor2d(codes, [rows, columns])),
    scales: keep(tf.tensor2d(scales, [1, rows])),
  };
}

/** Rows rounded to int8 times codes. */
function codedProduct(
  x: tf.Tensor2D,
  { codes, scales }: CodedRows,
): { output: tf.Tensor2D; dot: tf.Tensor2D } {
  const step = tf.div(tf.max(tf.abs(x), 1, true), 127);
  const rowScales = tf.add(step, tf.sub(1, tf.step(step)));
  const rounded = tf.round(tf.div<tf.Tensor2D>(x, rowScales));
  const dot = tf.matMul<tf.Tensor2D>(rounded, codes, false, true);
  return { dot, output: tf.mul(dot, tf.mul(rowScales, scales)) };
}

function codedTable(
  parameter: (name: string) => tf.Tensor,
  bits: CodedTableBits,
  keep: <T extends tf.Tensor>(tensor: T) => T,
): Vocabulary {
  const latent = asMatrix(parameter(tableParameter));
  const [rows, columns] = latent.shape;
  const values = Float32Array.from(latent.dataSync());
  const quantized = codeTable(values, { rows, columns, bits });
  const coded = codedRows([quantized], columns, keep);
  const table = keep(tf.tensor2d(dequantizeTable(quantized), [rows, columns]));
  return { table: () => table, logits: (hidden) => codedProduct(hidden, coded) };
}

function asRow(column: tf.Tensor2D): tf.Tensor2D {
  return tf.reshape<tf.Rank.R2>(column, [1, column.size]);
}
