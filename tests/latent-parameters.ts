import { unpackBipolar } from "@bnnkit/core";
import { type DenseNode, graphsOf, type PackedModel, type Tensor } from "@bnnkit/model";
import {
  binarizeFrom,
  type Parameters,
  parameterShapes,
  type TransformerConfig,
} from "@bnnkit/transformer";

/** The configuration of the trained model that a packed W1A1 translation model came from. */
export function configOf({ description }: PackedModel): TransformerConfig {
  const { encoder, decoder } = description.graphs;
  const layers = (nodes: typeof encoder.nodes): number =>
    nodes.filter(({ name }) => name.endsWith("/feed-forward/hidden")).length;
  const hidden = encoder.nodes.find(({ name }) => name.endsWith("/feed-forward/hidden"));
  const attention = encoder.nodes.find(({ op }) => op === "attention");
  if (hidden?.op !== "dense" || attention?.op !== "attention")
    throw new RangeError("configOf: the model must be a Transformer");
  return {
    vocabularySize: description.tokens.vocabularySize,
    features: hidden.inFeatures,
    heads: attention.heads,
    feedForwardFeatures: hidden.outFeatures,
    encoderLayers: layers(encoder.nodes),
    decoderLayers: layers(decoder.nodes),
    dropout: 0,
    maximumLength: description.maximumLength,
    labelSmoothing: 0,
    extraNorms: encoder.nodes.some(({ name }) => name.endsWith("/output-norm")),
    binarize: binarizeFrom(0),
  };
}

/**
 * Latent parameters that binarize to a packed model: a one-bit matrix becomes ±2·scale, whose bound is the scale
 * again; an int8 table becomes code·scale, which rounds to the same codes.
 */
export function latentParameters(model: PackedModel): Parameters {
  const config = configOf(model);
  return Object.fromEntries(
    parameterShapes(config).map(({ name, shape }) => {
      const values = name === "embedding/table" ? tableOf(model) : valuesOf(model, name);
      return [name, { shape, values }];
    }),
  );
}

function tensorOf({ tensors }: PackedModel, name: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new RangeError(`latentParameters: the model has no ${name}`);
  return tensor;
}

function floatsOf(model: PackedModel, name: string): Float32Array {
  const tensor = tensorOf(model, name);
  if (tensor.dtype !== "F32") throw new TypeError(`latentParameters: ${name} must be F32`);
  return tensor.data;
}

function tableOf(model: PackedModel): Float32Array {
  const codes = tensorOf(model, "embedding.codes");
  const scales = floatsOf(model, "embedding.scales");
  const columns = codes.data.length / scales.length;
  return Float32Array.from(codes.data, (code, i) => code * (scales[Math.floor(i / columns)] ?? 0));
}

/** `…/query-key-value/weights` is the matrices of three nodes, one below the other; any other name is one tensor. */
function valuesOf(model: PackedModel, name: string): Float32Array {
  const slash = name.lastIndexOf("/");
  const [owner, part] = [name.slice(0, slash), name.slice(slash + 1)];
  if (part !== "weights") return floatsOf(model, `${owner}.${part}`);
  const above = owner.slice(0, owner.lastIndexOf("/"));
  const roles = owner.slice(owner.lastIndexOf("/") + 1).split("-");
  const parts = roles.map((role) => denseValues(model, `${above}/${role}`));
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const values of parts) {
    joined.set(values, from);
    from += values.length;
  }
  return joined;
}

function denseValues(model: PackedModel, name: string): Float32Array {
  const nodes = graphsOf(model.description).flatMap(({ graph }) => graph.nodes);
  const node = nodes.find((candidate): candidate is DenseNode => candidate.name === name);
  const bits = tensorOf(model, `${name}.bits`);
  if (node === undefined || bits.dtype !== "U32")
    throw new TypeError(`latentParameters: ${name} must be a one-bit dense node`);
  const scales = floatsOf(model, `${name}.scales`);
  const { outFeatures: rows, inFeatures: cols } = node;
  const signs = unpackBipolar({
    kind: "bipolar",
    rows,
    cols,
    wordsPerRow: bits.shape[1] ?? 0,
    words: bits.data,
  });
  return Float32Array.from(signs, (sign, i) => sign * 2 * (scales[Math.floor(i / cols)] ?? 0));
}
