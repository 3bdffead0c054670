import { float32 } from "@bnnkit/core";
import {
  type Graph,
  type Node,
  rowCodes,
  rowSigns,
  type SequenceToSequenceDescription,
  type Weights,
} from "@bnnkit/model";
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
): SequenceToSequenceDescription {
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
  addNorm(chain, "encoder/norm");
  const { vocabularySize: count } = context.config;
  return { inputs: [{ name: "source", kind: "ids", count }], nodes: chain.nodes, output: chain.x };
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
  addNorm(chain, "decoder/norm");
  if (embeddingBits === 8) addOnce(chain, rowCodes(chain.x));
  add(chain, {
    op: "dense",
    name: logitsNode,
    inputs: [chain.x],
    outFeatures: vocabularySize,
    weights: wordTable(embeddingBits),
    bias: false,
  });
  return {
    inputs: [
      { name: "target", kind: "ids", count: vocabularySize },
      { name: "encoded", kind: "rows", features },
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

/** Adds a node that quantizes a value, once for all that read it. */
function addOnce(chain: Chain, node: Node): string {
  if (!chain.nodes.some(({ name }) => name === node.name)) chain.nodes.push(node);
  chain.x = node.name;
  return node.name;
}

function wordTable(bits: EmbeddingBits): Weights {
  return { tensor: tableName, code: bits === 8 ? [{ digit: "int8", scale: "row" }] : float32 };
}

function embed({ config, embeddingBits }: GraphContext, side: string, tokens: string): Chain {
  const { features, maximumLength } = config;
  const chain: Chain = { nodes: [], x: tokens };
  add(chain, {
    op: "embedding",
    name: `${side}/embedding`,
    inputs: [tokens],
    features,
    multiplier: Math.sqrt(features),
    table: wordTable(embeddingBits),
  });
  add(chain, {
    op: "position",
    name: `${side}/position`,
    inputs: [chain.x],
    maximumLength,
    table: "sinusoidal",
  });
  return chain;
}

function addNorm(chain: Chain, name: string, groups = 1): string {
  const epsilon = layerNormEpsilon;
  return add(chain, { op: "layer-norm", name, inputs: [chain.x], groups, epsilon });
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
  const { heads, extraNorms, binarize } = config;
  const residual = chain.x;
  const normalized = addNorm(chain, `${prefix}/norm`);
  const project = (role: string, input: string): string => {
    addProjection(context, chain, `${prefix}/${role}`, input);
    return extraNorms ? addNorm(chain, `${prefix}/${role}-norm`, heads) : chain.x;
  };
  const query = project("query", normalized);
  const key = project("key", memory ?? normalized);
  const value = project("value", memory ?? normalized);
  const isOneBit = isBinarized(binarize.einsums, step);
  const operand = (x: string): string => (isOneBit ? addOnce(chain, rowSigns(x, heads)) : x);
  const attention = add(chain, {
    op: "attention",
    name: `${prefix}/attention`,
    inputs: [operand(query), operand(key), operand(value)],
    heads,
    causal,
    probabilities: { keep: isOneBit ? "half-maximum" : "all" },
  });
  addProjection(context, chain, `${prefix}/output`, attention);
  if (extraNorms) {
    const output = addNorm(chain, `${prefix}/output-norm`);
    add(chain, { op: "add", name: `${prefix}/shortcut`, inputs: [output, attention] });
  }
  add(chain, { op: "add", name: `${prefix}/residual`, inputs: [residual, chain.x] });
}

function addProjection(
  { config, step }: GraphContext,
  chain: Chain,
  name: string,
  input: string,
): void {
  const { features, binarize } = config;
  const activations = name.endsWith("/output")
    ? binarize.attentionOutputActivations
    : binarize.attentionActivations;
  const x = isBinarized(activations, step) ? addOnce(chain, rowSigns(input)) : input;
  const weights = weightsOf(name, isBinarized(binarize.attentionWeights, step));
  add(chain, { op: "dense", name, inputs: [x], outFeatures: features, weights, bias: false });
}

function weightsOf(tensor: string, isOneBit: boolean): Weights {
  return { tensor, code: isOneBit ? [{ digit: "bipolar", scale: "row" }] : float32 };
}

function addFeedForward(context: GraphContext, chain: Chain, prefix: string): void {
  const { features, feedForwardFeatures, extraNorms } = context.config;
  const residual = chain.x;
  addNorm(chain, `${prefix}/norm`);
  addDense(context, chain, `${prefix}/hidden`, feedForwardFeatures);
  add(chain, {
    op: "activation",
    name: `${prefix}/hidden-relu`,
    inputs: [chain.x],
    function: "relu",
    shifts: false,
  });
  if (extraNorms) addNorm(chain, `${prefix}/hidden-norm`);
  addDense(context, chain, `${prefix}/output`, features);
  if (extraNorms) addNorm(chain, `${prefix}/output-norm`);
  add(chain, { op: "add", name: `${prefix}/residual`, inputs: [residual, chain.x] });
}

function addDense(
  { config, step }: GraphContext,
  chain: Chain,
  name: string,
  outFeatures: number,
): void {
  const { feedForwardWeights, feedForwardActivations } = config.binarize;
  const x = isBinarized(feedForwardActivations, step) ? addOnce(chain, rowSigns(chain.x)) : chain.x;
  const weights = weightsOf(name, isBinarized(feedForwardWeights, step));
  add(chain, { op: "dense", name, inputs: [x], outFeatures, weights, bias: true });
}
