import type { PackedModel } from "@bnnkit/model";
import { streamline } from "@bnnkit/model/streamline";
import { checkNoNaN } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { callsBefore } from "../calls-before.ts";
import type { ExportedValue } from "./exported-value.ts";
import { goldenExamples } from "./golden-examples.ts";
import { graphInput } from "./graph-input.ts";
import { GraphWriter } from "./graph-writer.ts";
import { refusal } from "./layer-export.ts";
import { layerExporters } from "./layer-exporters.ts";
import { settled } from "./settled.ts";

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
 *    NaN. */
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
  const [source, ...otherInputs] = model.inputs;
  const [target, ...otherOutputs] = model.outputs;
  if (otherInputs.length > 0 || otherOutputs.length > 0) {
    throw new RangeError(
      `packClassifier: model must have one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const calls = callsBefore(target);
  const readers = calls.filter(({ inputs }) => inputs.includes(source));
  const input = graphInput(
    source,
    readers.map(({ sourceLayer }) => sourceLayer),
  );
  const writer = new GraphWriter(input);
  const values = new Map<tf.SymbolicTensor, ExportedValue>([[source, writer.input]]);
  for (const call of calls) {
    if (call !== source) values.set(call, exportCall(call, values, writer));
  }
  const output = settled(writer, values.get(target) ?? writer.input);
  const graph = writer.graphTo(output.name);
  const golden = goldenExamples(model, input, examples);
  return streamline({
    description: { name, task: "classification", graph, ...(labels && { labels }) },
    tensors: new Map([...writer.tensors, ...golden]),
    metadata,
  });
}

function exportCall(
  { sourceLayer: layer, inputs }: tf.SymbolicTensor,
  values: ReadonlyMap<tf.SymbolicTensor, ExportedValue>,
  writer: GraphWriter,
): ExportedValue {
  const exporter = layerExporters.get(layer.getClassName());
  if (!exporter) {
    const known = [...layerExporters.keys()].join(", ");
    throw refusal(
      layer,
      `must be one of ${known}: take it out of the model or replace it by those`,
    );
  }
  for (const weight of layer.getWeights()) {
    checkNoNaN(`packClassifier: layer "${layer.name}"`, weight);
  }
  const read = inputs.map((tensor) => {
    const value = values.get(tensor);
    if (value) return value;
    throw refusal(layer, "must read the model's input or another layer's value");
  });
  return exporter({ layer, inputs: read, shapes: inputs.map(({ shape }) => shape), writer });
}
