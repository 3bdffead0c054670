import type { PackedModel } from "@bnnkit/model";
import { streamline } from "@bnnkit/model/streamline";
import * as tf from "@tensorflow/tfjs";
import { QuantizingLayer } from "../quantizing-layer.ts";
import { goldenExamples } from "./golden-examples.ts";
import { refusal } from "./layer-export.ts";
import { writeLayers } from "./written-layers.ts";

export interface PackClassifierOptions {
  /** Of the model, in its description. */
  readonly name: string;
  /** Name of each class. */
  readonly labels?: readonly string[];
  /** Free text such as `licence` and `source`. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Inputs whose scores the file keeps, so that whoever runs it can compare; default two of random pixels. */
  readonly examples?: tf.Tensor;
}

/** A trained model as the content of a model file: scores of classes for images or vectors.
 *
 *  Kernels become their digits. What stands between a product and a quantizer, such as scales, bias and batch normalization,
 *  becomes thresholds of each feature, which are searched with those very layers: what was a whole number with fewer than 24
 *  bits in TensorFlow.js is the same number when the file is run, and so is each digit behind it. A rescaling layer that reads
 *  the input becomes the code of its pixels, which then are bytes.
 *
 *  The model is read, not changed, and may be trained on.
 *  @throws RangeError naming a layer that a model file has no node for, its class, and what to do, or whose weights have a
 *    NaN, or that is not quantized yet: see `setQuantizedShare`. */
export function packClassifier(model: tf.LayersModel, options: PackClassifierOptions): PackedModel {
  tf.engine().startScope();
  try {
    return packed(model, options);
  } finally {
    tf.engine().endScope();
  }
}

function packed(
  model: tf.LayersModel,
  { name, labels, metadata = {}, examples }: PackClassifierOptions,
): PackedModel {
  for (const layer of model.layers) checkQuantized(layer);
  const { graph, input, tensors } = writeLayers(model, (_, error) => {
    throw error;
  });
  const golden = goldenExamples(model, input, examples);
  return streamline({
    description: { name, task: "classification", graph, ...(labels && { labels }) },
    tensors: new Map([...tensors, ...golden]),
    metadata,
  });
}

function checkQuantized(layer: tf.layers.Layer): void {
  if (!(layer instanceof QuantizingLayer)) return;
  for (const role of ["input", "kernel"] as const) {
    const share = layer.quantizedShare(role);
    if (share === 1 || !layer.quantizes(role)) continue;
    throw refusal(
      layer,
      `must have a quantized ${role}, got one of the share ${share}`,
      `train on with setQuantizedShare(model, { ${role}s: 1 })`,
    );
  }
}
