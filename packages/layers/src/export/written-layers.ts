import { float32 } from "@bnnkit/core";
import { formatDomain, type Graph, type MapInput, type Node, type Tensor } from "@bnnkit/model";
import { checkNoNaN } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import { callsBefore } from "../calls-before.ts";
import type { ExportedValue } from "./exported-value.ts";
import { graphInput, placesOf } from "./graph-input.ts";
import { GraphWriter } from "./graph-writer.ts";
import { refusal } from "./layer-export.ts";
import { bitReaders, layerExporters, unpackableLayers } from "./layer-exporters.ts";
import { isOnePixel } from "./product.ts";
import { settled } from "./settled.ts";

/** A model as nodes. */
export interface WrittenLayers {
  readonly graph: Graph;
  readonly input: MapInput;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Name of the layer that a node was written for, also after `streamlineGraph`. */
  ownerOf(node: Node): string;
}

/** What is done about a layer, or a model, that cannot be written. If it returns, numbers of its shape that nothing is known of stand in for
 *  its value. */
export type Refuse = (layer: tf.layers.Layer, error: RangeError) => void;

/** Writes the layers of a model, each by its exporter. */
export function writeLayers(model: tf.LayersModel, refuse: Refuse): WrittenLayers {
  const [source] = model.inputs;
  checkOneInputAndOutput(model, refuse);
  const calls = [...new Set(model.outputs.flatMap(callsBefore))];
  const input = inputOf(source, calls, refuse);
  const writer = new GraphWriter(input);
  const values = new Map<tf.SymbolicTensor, ExportedValue>([[source, writer.input]]);
  for (const call of calls) {
    if (call !== source) values.set(call, written(call, values, { writer, refuse }));
  }
  const output = settled(writer, values.get(model.outputs[0]) ?? writer.input);
  checkOneRow(model.outputs[0], output, refuse);
  const { tensors } = writer;
  return {
    graph: writer.graphTo(output.name),
    input,
    tensors,
    ownerOf: (node) => writer.ownerOf(firstNameOf(node)),
  };
}

/** The name under which a node was written: a product that an affine node went into has the name of that one. */
function firstNameOf(node: Node): string {
  return node.op === "dense" || node.op === "convolution" ? node.weights.tensor : node.name;
}

function checkOneInputAndOutput(model: tf.LayersModel, refuse: Refuse): void {
  const { inputs, outputs } = model;
  if (inputs.length === 1 && outputs.length === 1) return;
  refuse(
    model,
    new RangeError(
      `packClassifier: model must have one input and one output, got ${inputs.length} and ${outputs.length}`,
    ),
  );
}

function checkOneRow(
  { sourceLayer: layer }: tf.SymbolicTensor,
  output: ExportedValue,
  refuse: Refuse,
): void {
  if (output.coded) {
    const reason = "must give numbers, not bits for tables, as the last layer";
    refuse(layer, refusal(layer, reason, "put a group sum behind it"));
  }
  if (isOnePixel(output)) return;
  const { domain } = output.type;
  refuse(
    layer,
    refusal(
      layer,
      `must give one row of scores as the last layer, got those of ${formatDomain(domain)} places`,
      "end with a flatten and a dense layer, or with a global pool",
    ),
  );
}

function inputOf(
  source: tf.SymbolicTensor,
  calls: readonly tf.SymbolicTensor[],
  refuse: Refuse,
): MapInput {
  const readers = calls.filter(({ inputs }) => inputs.includes(source));
  try {
    return graphInput(
      source,
      readers.map(({ sourceLayer }) => sourceLayer),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(source.sourceLayer, error);
    return { name: "image", kind: "map", ...placesOf(source.shape), code: float32 };
  }
}

function written(
  call: tf.SymbolicTensor,
  values: ReadonlyMap<tf.SymbolicTensor, ExportedValue>,
  { writer, refuse }: { readonly writer: GraphWriter; readonly refuse: Refuse },
): ExportedValue {
  // Of a further input, for which the model is refused.
  if (call.sourceLayer.getClassName() === "InputLayer")
    return writer.opaque(call.sourceLayer.name, call.shape);
  try {
    return exportCall(call, values, writer);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(call.sourceLayer, error);
    return writer.opaque(call.sourceLayer.name, call.shape);
  }
}

function exportCall(
  { sourceLayer: layer, inputs }: tf.SymbolicTensor,
  values: ReadonlyMap<tf.SymbolicTensor, ExportedValue>,
  writer: GraphWriter,
): ExportedValue {
  const className = layer.getClassName();
  const exporter = layerExporters.get(className) ?? unpackableLayers.get(className);
  if (!exporter) {
    const known = [...layerExporters.keys()].join(", ");
    throw refusal(
      layer,
      `must be one of ${known}`,
      "take it out of the model or replace it by those",
    );
  }
  for (const weight of layer.getWeights()) {
    checkNoNaN(`packClassifier: layer "${layer.name}"`, weight);
  }
  const read = inputs.map((tensor) => {
    const value = values.get(tensor);
    if (value) return value;
    throw refusal(
      layer,
      "must read the model's input or another layer's value",
      "call it on one of those",
    );
  });
  if (read.some(({ coded }) => coded) && !bitReaders.has(className)) {
    throw refusal(
      layer,
      "must not read numbers that are coded as bits for tables",
      "put a layer of tables or a group sum behind a thermometer encoding and sparse neurons",
    );
  }
  return exporter({ layer, inputs: read, shapes: inputs.map(({ shape }) => shape), writer });
}
