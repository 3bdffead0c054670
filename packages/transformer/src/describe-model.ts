import type { DenseNode, Graph, ModelDescription, Node } from "@bnnkit/model";
import { checkConfig, checkStep, isBinarized, type TransformerConfig } from "./config.ts";
import type { EmbeddingBits } from "./evaluation-arithmetic.ts";
import { layerNormEpsilon } from "./layer-norm.ts";
import { logitsNode } from "./product-observation.ts";
import type { SpecialTokens } from "./special-tokens.ts";

export interface DescribeOptions {
  readonly name: string;
  /** Training step: decides which groups are one bit. */
  readonly step: number;
  readonly tokens: SpecialTokens & {
    readonly unknown?: number;
    readonly tokenizerSha256?: string;
  };
  readonly embeddingBits: EmbeddingBits;
}

/** Name of the table that embeds source and target and scores the words. */
export const tableName = "embedding";

/** The model as data: two graphs whose dense and layer-norm nodes carry the names of their parameters.
 *  @throws RangeError if the configuration makes no Transformer or `step` is none */
export function describeModel(
  config: TransformerConfig,
  { name, step, tokens, embeddingBits }: DescribeOptions,
): ModelDescription {
  checkConfig(config);
  checkStep("describeModel", step);
  const builder = { config, step, embeddingBits };
  return {
    name,
    task: "sequence-to-sequence",
    graphs: { encoder: encoderGraph(builder), decoder: decoderGraph(builder) },
    tokens: { vocabularySize: config.vocabularySize, ...tokens },
    maximumLength: config.maximumLength,
  };
}

interface GraphContext {
  readonly config: TransformerConfig;
  readonly step: number;
  readonly embeddingBits: EmbeddingBits;
}

/** Nodes so far, and the name of the one that the next reads. */
interface Chain {
  readonly nodes: Node[];
  x: string;
}

function encoderGraph(context: GraphContext): Graph {
  const chain = embed(context, "encoder", "source");
  for (let layer = 0; layer < context.config.encoderLayers; layer++) {
    addAttention(context, chain, `encoder/${layer}/self-attention`);
    addFeedForward(context, chain, `encoder/${layer}/feed-forward`);
  }
  addNorm(context, chain, "encoder/norm");
  return { inputs: [{ name: "source", kind: "tokens" }], nodes: chain.nodes, output: chain.x };
}

function decoderGraph(context: GraphContext): Graph {
  const { config, embeddingBits } = context;
  const { features, vocabularySize } = config;
  const chain = embed(context, "decoder", "target");
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    addAttention(context, chain, `decoder/${layer}/self-attention`, { causal: true });
    addAttention(context, chain, `decoder/${layer}/cross-attention`, { memory: "encoded" });
    addFeedForward(context, chain, `decoder/${layer}/feed-forward`);
  }
  addNorm(context, chain, "decoder/norm");
  const shape = { features, vocabularySize, table: tableName, bits: embeddingBits };
  add(chain, { op: "logits", name: logitsNode, inputs: [chain.x], ...shape });
  return {
    inputs: [
      { name: "target", kind: "tokens" },
      { name: "encoded", kind: "features", features },
    ],
    nodes: chain.nodes,
    output: chain.x,
  };
}

function add(chain: Chain, node: Node): string {
  chain.nodes.push(node);
  chain.x = node.name;
  return node.name;
}

function embed({ config, embeddingBits }: GraphContext, side: string, tokens: string): Chain {
  const { features, vocabularySize, maximumLength } = config;
  const chain: Chain = { nodes: [], x: tokens };
  add(chain, {
    op: "embedding",
    name: `${side}/embedding`,
    inputs: [tokens],
    vocabularySize,
    features,
    multiplier: Math.sqrt(features),
    table: tableName,
    bits: embeddingBits,
  });
  add(chain, {
    op: "sinusoidal-position",
    name: `${side}/position`,
    inputs: [chain.x],
    features,
    maximumLength,
  });
  return chain;
}

interface NormOptions {
  readonly features?: number;
  readonly groups?: number;
}

function addNorm(
  { config }: GraphContext,
  chain: Chain,
  name: string,
  { features = config.features, groups = 1 }: NormOptions = {},
): string {
  const epsilon = layerNormEpsilon;
  return add(chain, { op: "layer-norm", name, inputs: [chain.x], features, groups, epsilon });
}

interface AttentionOptions {
  readonly causal?: boolean;
  /** Input that keys and values come from; default: the normalized rows themselves. */
  readonly memory?: string;
}

function addAttention(
  context: GraphContext,
  chain: Chain,
  prefix: string,
  { causal = false, memory }: AttentionOptions = {},
): void {
  const { config, step } = context;
  const { features, heads, extraNorms, binarize } = config;
  const residual = chain.x;
  const normalized = addNorm(context, chain, `${prefix}/norm`);
  const project = (role: string, input: string): string => {
    add(chain, projection(context, `${prefix}/${role}`, input));
    return extraNorms
      ? addNorm(context, chain, `${prefix}/${role}-norm`, { groups: heads })
      : chain.x;
  };
  const query = project("query", normalized);
  const key = project("key", memory ?? normalized);
  const value = project("value", memory ?? normalized);
  const attention = add(chain, {
    op: "attention",
    name: `${prefix}/attention`,
    inputs: [query, key, value],
    heads,
    headFeatures: features / heads,
    causal,
    bits: isBinarized(binarize.einsums, step) ? 1 : 32,
  });
  add(chain, projection(context, `${prefix}/output`, attention));
  if (extraNorms) {
    const output = addNorm(context, chain, `${prefix}/output-norm`);
    addSum(context, chain, `${prefix}/shortcut`, [output, attention]);
  }
  addSum(context, chain, `${prefix}/residual`, [residual, chain.x]);
}

function projection({ config, step }: GraphContext, name: string, input: string): DenseNode {
  const { features, binarize } = config;
  const activations = name.endsWith("/output")
    ? binarize.attentionOutputActivations
    : binarize.attentionActivations;
  return {
    op: "dense",
    name,
    inputs: [input],
    inFeatures: features,
    outFeatures: features,
    weightBits: isBinarized(binarize.attentionWeights, step) ? 1 : 32,
    activationBits: isBinarized(activations, step) ? 1 : 32,
    bias: false,
  };
}

function addSum(
  { config }: GraphContext,
  chain: Chain,
  name: string,
  inputs: readonly [string, string],
): void {
  add(chain, { op: "add", name, inputs, features: config.features });
}

function addFeedForward(context: GraphContext, chain: Chain, prefix: string): void {
  const { features, feedForwardFeatures, extraNorms } = context.config;
  const residual = chain.x;
  addNorm(context, chain, `${prefix}/norm`);
  addDense(context, chain, { name: `${prefix}/hidden`, size: [features, feedForwardFeatures] });
  const relu = { name: `${prefix}/hidden-relu`, features: feedForwardFeatures };
  add(chain, { op: "relu", inputs: [chain.x], ...relu });
  if (extraNorms) {
    addNorm(context, chain, `${prefix}/hidden-norm`, { features: feedForwardFeatures });
  }
  addDense(context, chain, { name: `${prefix}/output`, size: [feedForwardFeatures, features] });
  if (extraNorms) addNorm(context, chain, `${prefix}/output-norm`);
  addSum(context, chain, `${prefix}/residual`, [residual, chain.x]);
}

function addDense(
  { config, step }: GraphContext,
  chain: Chain,
  { name, size }: { readonly name: string; readonly size: readonly [number, number] },
): void {
  const { feedForwardWeights, feedForwardActivations } = config.binarize;
  add(chain, {
    op: "dense",
    name,
    inputs: [chain.x],
    inFeatures: size[0],
    outFeatures: size[1],
    weightBits: isBinarized(feedForwardWeights, step) ? 1 : 32,
    activationBits: isBinarized(feedForwardActivations, step) ? 1 : 32,
    bias: true,
  });
}
