import { bitsOf } from "@bnnkit/core";
import {
  addMacs,
  addParameters,
  computationEffort,
  type LayerSummary,
  type MacKinds,
  type Macs,
  macKinds,
  numbersAt,
  type ParameterCounts,
  parameterBits,
  summarizeGraph,
  type TypedNode,
  typeGraph,
} from "@bnnkit/model";
import { streamlineGraph } from "@bnnkit/model/streamline";
import * as tf from "@tensorflow/tfjs";
import { callsBefore } from "../calls-before.ts";
import { writeLayers } from "../export/written-layers.ts";
import { type StoredAndMultiplied, unpackedCounts, weightCount } from "./unpacked-counts.ts";

/** What a layer, or a whole network, takes. */
export interface NetworkCounts {
  /** Numbers in TensorFlow.js, trained or not. */
  readonly weights: number;
  /** Numbers of the model file by their digit; of a batch normalization, for example, its thresholds. */
  readonly parameters: ParameterCounts;
  /** Σ count · bits of the digit: no scales, no padding. */
  readonly parameterBits: number;
  /** Bytes of its tensors in the model file: parameters, scales and padding. */
  readonly sizeBytes: number;
  /** Bytes of its weights as float32. */
  readonly float32Bytes: number;
  /** Multiply-accumulates for one input, by the digits of both sides. */
  readonly macs: Macs;
  /** The same by what it takes to do them. */
  readonly macKinds: MacKinds;
  /** Σ MACs · bits of one side · bits of the other (ACE of PokeBNN). */
  readonly computationEffort: number;
}

/** What one layer takes. */
export interface NetworkLayerSummary extends NetworkCounts {
  readonly name: string;
  readonly className: string;
  /** The batch first. */
  readonly outputShape: tf.Shape;
  /** Bits of a number that the kernel is multiplied with; of several kernels one for each, of none empty. */
  readonly inputBits: readonly number[];
  /** Bits of a number of the kernel, likewise. */
  readonly kernelBits: readonly number[];
  /** Why `packClassifier` refuses it; its counts then are those of the layer: its kernels as they would be packed, everything
   *  else in float32. */
  readonly refusal?: string;
}

/** What a network takes, by layer and in total. */
export interface NetworkSummary {
  readonly name: string;
  readonly layers: readonly NetworkLayerSummary[];
  readonly total: NetworkCounts;
}

/** Counts what a network stores and computes once it is packed, by layer: `sizeBytes` of all layers are the bytes of the tensors
 *  that `packClassifier` makes of it, golden examples aside. What stands between a product and a quantizer is counted where it
 *  ends up: batch normalizations become the thresholds of the layer behind them, or a part of the product before.
 *
 *  The model may be untrained; then it lacks a few bytes for each feature that training may add, such as offsets that are still 0.
 *  Layers that cannot be packed are counted by themselves, see `refusal`. */
export function summary(model: tf.LayersModel): NetworkSummary {
  tf.engine().startScope();
  try {
    return summarized(model);
  } finally {
    tf.engine().endScope();
  }
}

function summarized(model: tf.LayersModel): NetworkSummary {
  const refusals = new Map<string, string>();
  const written = writeLayers(model, ({ name }, { message }) => {
    refusals.set(name, message.replace(/^packClassifier: /, ""));
  });
  const { graph } = streamlineGraph(written.graph, written.tensors);
  const { nodes } = typeGraph(graph, "summary");
  const counted = summarizeGraph(graph);
  const byLayer = new Map<string, StoredAndMultiplied[]>();
  for (const [i, typed] of nodes.entries()) {
    const owner = written.ownerOf(typed.node);
    byLayer.set(owner, [...(byLayer.get(owner) ?? []), countsOf(typed, counted[i])]);
  }
  const layers = layerCalls(model).map(([layer, calls]): NetworkLayerSummary => {
    const refusal = refusals.get(layer.name);
    const parts =
      refusal === undefined ? (byLayer.get(layer.name) ?? []) : calls.map(unpackedCounts);
    return {
      name: layer.name,
      className: layer.getClassName(),
      outputShape: calls[0].shape,
      inputBits: parts.flatMap(({ inputBits }) => inputBits),
      kernelBits: parts.flatMap(({ kernelBits }) => kernelBits),
      ...totalOf(parts, weightCount(layer)),
      ...(refusal !== undefined && { refusal }),
    };
  });
  const weights = layers.reduce((sum, layer) => sum + layer.weights, 0);
  return { name: model.name, layers, total: totalOf(layers, weights) };
}

/** The layers of a model with their calls, in order, without those that stand for its inputs. */
function layerCalls(
  model: tf.LayersModel,
): readonly (readonly [tf.layers.Layer, readonly tf.SymbolicTensor[]])[] {
  const calls = new Map<tf.layers.Layer, tf.SymbolicTensor[]>();
  for (const call of new Set(model.outputs.flatMap(callsBefore))) {
    const { sourceLayer: layer } = call;
    if (layer.getClassName() === "InputLayer") continue;
    calls.set(layer, [...(calls.get(layer) ?? []), call]);
  }
  return [...calls];
}

function countsOf(typed: TypedNode, counted: LayerSummary): StoredAndMultiplied {
  const { node } = typed;
  const { parameters, sizeBytes, work } = counted;
  const isProduct = node.op === "dense" || node.op === "convolution";
  return {
    parameters,
    sizeBytes,
    macs: work.perRow,
    inputBits: isProduct ? [bitsOf(numbersAt(typed, 0).code)] : [],
    kernelBits: isProduct ? [bitsOf(node.weights.code)] : [],
  };
}

function totalOf(
  parts: readonly Pick<StoredAndMultiplied, "parameters" | "sizeBytes" | "macs">[],
  weights: number,
): NetworkCounts {
  const parameters = addParameters(parts.map((part) => part.parameters));
  const macs = addMacs(parts.map((part) => part.macs));
  return {
    weights,
    parameters,
    parameterBits: parameterBits(parameters),
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    float32Bytes: 4 * weights,
    macs,
    macKinds: macKinds(macs),
    computationEffort: computationEffort(macs),
  };
}
