import {
  type DenseNode,
  formatDescription,
  graphsOf,
  type ModelDescription,
  type Node,
} from "@bnnkit/model";
import type { BinarizationStarts, StartStep, TransformerConfig } from "./config.ts";
import { describeModel } from "./describe-model.ts";

/** The configuration of which `describeModel` makes this description: groups in one bit have it from step 0 on, nothing
 *  is dropped or smoothed, and the post scale, which a description does not tell, is 1.
 *  @throws RangeError if there is none */
export function describedConfig(description: ModelDescription): TransformerConfig {
  const { graphs, name, tokens, maximumLength } = description;
  const nodes = graphsOf(description).flatMap(({ graph }) => graph.nodes);
  const embedding = nodes.find((node) => node.op === "embedding");
  const attention = nodes.find((node) => node.op === "attention");
  const hidden = denseAt(nodes, "/feed-forward/hidden");
  const query = denseAt(nodes, "/self-attention/query");
  const output = denseAt(nodes, "/self-attention/output");
  if (!(embedding && attention && hidden && query && output)) throw notDescribed(name);
  const binarize: BinarizationStarts = {
    feedForwardWeights: startOf(hidden.weightBits),
    feedForwardActivations: startOf(hidden.activationBits),
    attentionWeights: startOf(query.weightBits),
    attentionActivations: startOf(query.activationBits),
    attentionOutputActivations: startOf(output.activationBits),
    einsums: startOf(attention.bits),
  };
  const config: TransformerConfig = {
    vocabularySize: embedding.vocabularySize,
    features: embedding.features,
    heads: attention.heads,
    feedForwardFeatures: hidden.outFeatures,
    encoderLayers: layersOf(graphs.encoder.nodes),
    decoderLayers: layersOf(graphs.decoder.nodes),
    dropout: 0,
    maximumLength,
    labelSmoothing: 0,
    extraNorms: nodes.some((node) => node.name.endsWith("/output-norm")),
    binarize,
  };
  const made = describeModel(config, { name, step: 0, tokens, embeddingBits: embedding.bits });
  const { lengthPenalty: _, ...described } = description;
  if (formatDescription(made) !== formatDescription(described)) throw notDescribed(name);
  return config;
}

function denseAt(nodes: readonly Node[], ending: string): DenseNode | undefined {
  return nodes.filter((node) => node.op === "dense").find((node) => node.name.endsWith(ending));
}

function layersOf(nodes: readonly Node[]): number {
  return nodes.filter(({ name }) => name.endsWith("/feed-forward/hidden")).length;
}

function startOf(bits: 1 | 32): StartStep {
  return bits === 1 ? 0 : false;
}

function notDescribed(name: string): RangeError {
  return new RangeError(
    `unpackModel: the description must be one that describeModel makes, got another (${JSON.stringify(name)})`,
  );
}
