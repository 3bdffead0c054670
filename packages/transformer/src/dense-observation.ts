import * as tf from "@tensorflow/tfjs";
import type { DenseLayer } from "./forward-pass.ts";

/** What one dense node of the packed model reads and gives, row-major. */
export interface DenseObservation {
  /** Name of the node in the exported description. */
  readonly node: string;
  readonly rows: number;
  /** Rows before they are binarized: `[rows, inFeatures]`. */
  readonly input: Float32Array;
  /** Integer products of the signs, `[rows, outFeatures]`, where weights and rows are one bit. */
  readonly dot?: Int32Array;
  /** With scales and bias: `[rows, outFeatures]`. */
  readonly output: Float32Array;
}

/** Receives each dense node of a forward pass in the order in which they run. */
export type DenseObserver = (observation: DenseObservation) => void;

interface DenseTensors {
  readonly layer: DenseLayer;
  readonly input: tf.Tensor2D;
  readonly dot?: tf.Tensor2D;
  readonly output: tf.Tensor2D;
}

/** Reads the tensors of a layer back and reports each of its nodes. */
export function observeDense(
  observe: DenseObserver,
  { layer, input, dot, output }: DenseTensors,
): void {
  const nodes = layer.nodes ?? [layer.name];
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
