import type { Code } from "@bnnkit/core";
import {
  type DenseNode,
  formatDescription,
  graphsOf,
  type ModelDescription,
  type Node,
  ofTask,
} from "@bnnkit/model";
import type { BinarizationStarts, StartStep, TransformerConfig } from "./config.ts";
import { describeModel } from "./describe-model.ts";
import { type EmbeddingBits, isEmbeddingBits } from "./embedding-bits.ts";

/** The configuration of which `describeModel` makes this description: groups in one bit have it from step 0 on, nothing
 *  is dropped or smoothed, and the post scale, which a description does not tell, is 1.
 *  @throws RangeError if there is none */
export function describedConfig(description: ModelDescription): TransformerConfig {
  const translation = ofTask("unpackModel", description, "sequence-to-sequence");
  const { graphs, name, tokens, maximumLength } = translation;
  const nodes = graphsOf(description).flatMap(({ graph }) => graph.nodes);
  const embedding = nodes.find((node) => node.op === "embedding");
  const attention = nodes.find((node) => node.op === "attention");
  const hidden = denseAt(nodes, "/feed-forward/hidden");
  const query = denseAt(nodes, "/self-attention/query");
  const output = denseAt(nodes, "/self-attention/output");
  if (!(embedding && attention && hidden && query && output)) throw notDescribed(name);
  const binarize: BinarizationStarts = {
    feedForwardWeights: startOf(hasOneBitWeights(hidden)),
    feedForwardActivations: startOf(readsSigns(hidden)),
    attentionWeights: startOf(hasOneBitWeights(query)),
    attentionActivations: startOf(readsSigns(query)),
    attentionOutputActivations: startOf(readsSigns(output)),
    einsums: startOf(attention.probabilities.keep === "half-maximum"),
  };
  const config: TransformerConfig = {
    vocabularySize: tokens.vocabularySize,
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
  const grids = new Map(
    nodes
      .filter((node) => node.op === "dense")
      .flatMap(({ name: node, weights: { code } }) =>
        isOnGrid(code) ? [[node, { bits: code.length }] as const] : [],
      ),
  );
  const embeddingBits = embeddingBitsOf(embedding.table.code);
  const made = describeModel(config, { name, step: 0, tokens, embeddingBits, grids });
  const { lengthPenalty: _, ...described } = translation;
  if (formatDescription(made) !== formatDescription(described)) throw notDescribed(name);
  return config;
}

function denseAt(nodes: readonly Node[], ending: string): DenseNode | undefined {
  return nodes.filter((node) => node.op === "dense").find((node) => node.name.endsWith(ending));
}

function layersOf(nodes: readonly Node[]): number {
  return nodes.filter(({ name }) => name.endsWith("/feed-forward/hidden")).length;
}

function hasOneBitWeights({ weights: { code } }: DenseNode): boolean {
  return code[0].digit === "bipolar" && code[0].scale === "row";
}

/** Signs with the scales 1, 2, 4 …, behind which the scales of the rows stand. */
function isOnGrid(code: Code): boolean {
  return code[0].digit === "bipolar" && code[0].scale !== "row";
}

function embeddingBitsOf(code: Code): EmbeddingBits {
  if (code[0].digit === "int8") return 8;
  return isOnGrid(code) && isEmbeddingBits(code.length) ? code.length : 32;
}

function readsSigns({ inputs: [x] }: DenseNode): boolean {
  return x.endsWith(".signs");
}

function startOf(isOneBit: boolean): StartStep {
  return isOneBit ? 0 : false;
}

function notDescribed(name: string): RangeError {
  return new RangeError(
    `unpackModel: the description must be one that describeModel makes, got another (${JSON.stringify(name)})`,
  );
}
