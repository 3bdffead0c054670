import * as tf from "@tensorflow/tfjs";

/** Name of the node of the logits in the exported description. */
export const logitsNode = "decoder/logits";

/** What one matrix product of the packed model, a dense node or the logits, reads and gives, row-major. */
export interface ProductObservation {
  /** Name of the node in the exported description. */
  readonly node: string;
  readonly rows: number;
  /** Rows before they are quantized: `[rows, inFeatures]`. */
  readonly input: Float32Array;
  /** Integer products of signs or of int8 codes, `[rows, outFeatures]`, where both operands are quantized. */
  readonly dot?: Int32Array;
  /** With scales and bias: `[rows, outFeatures]`. */
  readonly output: Float32Array;
}

/** Receives each matrix product of a forward pass in the order in which they run. */
export type ProductObserver = (observation: ProductObservation) => void;

interface ProductTensors {
  /** The nodes whose outputs stand side by side. */
  readonly nodes: readonly string[];
  readonly input: tf.Tensor2D;
  readonly dot?: tf.Tensor2D;
  readonly output: tf.Tensor2D;
}

/** Reads the tensors of a product back and reports each of its nodes. */
export function observeProduct(
  observe: ProductObserver,
  { nodes, input, dot, output }: ProductTensors,
): void {
  const [rows, features] = output.shape;
  const outFeatures = features / nodes.length;
  for (const [index, node] of nodes.entries()) {
    const columnsOf = (x: tf.Tensor2D): ArrayLike<number> =>
      tf.slice(x, [0, index * outFeatures], [rows, outFeatures]).dataSync();
    observe({
      node,
      rows,
      input: Float32Array.from(input.dataSync()),
      ...(dot && { dot: Int32Array.from(columnsOf(dot)) }),
      output: Float32Array.from(columnsOf(output)),
    });
  }
}
