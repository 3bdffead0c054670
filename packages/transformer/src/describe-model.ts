import { float32 } from "@bnnkit/core";
import {
  type Graph,
  type Node,
  rowCodes,
  rowSigns,
  type SequenceToSequenceDescription,
  type Weights,
} from "@bnnkit/model";
import {
  type BlockArithmetic,
  type BlockAttention,
  type BlockDense,
  decoderBlocks,
  encoderBlocks,
  type Projections,
} from "./blocks.ts";
import { checkConfig, checkStep, type TransformerConfig } from "./config.ts";
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

/** Blocks of nodes, by the names of the nodes. Dropout is none of them. */
class NodeBlocks implements BlockArithmetic<string, string> {
  readonly config: TransformerConfig;
  readonly step: number;
  readonly nodes: Node[] = [];

  constructor({ config, step }: GraphContext) {
    this.config = config;
    this.step = step;
  }

  addNode(node: Node): string {
    this.nodes.push(node);
    return node.name;
  }

  /** Adds a node that quantizes a value, once for all that read it. */
  addOnce(node: Node): string {
    if (!this.nodes.some(({ name }) => name === node.name)) this.nodes.push(node);
    return node.name;
  }

  norm(x: string, name: string, groups = 1): string {
    const epsilon = layerNormEpsilon;
    return this.addNode({ op: "layer-norm", name, inputs: [x], groups, epsilon });
  }

  dense(x: string, { name, outFeatures, bias, oneBit }: BlockDense): string {
    const input = oneBit.activations ? this.addOnce(rowSigns(x)) : x;
    const weights = weightsOf(name, oneBit.weights);
    return this.addNode({ op: "dense", name, inputs: [input], outFeatures, weights, bias });
  }

  project(x: string, { prefix, roles, oneBit, norms }: Projections): readonly string[] {
    const { features: outFeatures, heads } = this.config;
    return roles.map((role) => {
      const name = `${prefix}/${role}`;
      const projected = this.dense(x, { name, outFeatures, bias: false, oneBit });
      return norms ? this.norm(projected, `${name}-norm`, heads) : projected;
    });
  }

  projectMemory(projections: Projections): readonly string[] {
    return this.project(encodedName, projections);
  }

  attend({ prefix, query, key, value, keys, oneBit }: BlockAttention<string>): string {
    const { heads } = this.config;
    const operand = (x: string): string => (oneBit ? this.addOnce(rowSigns(x, heads)) : x);
    return this.addNode({
      op: "attention",
      name: `${prefix}/attention`,
      inputs: [operand(query), operand(key), operand(value)],
      heads,
      causal: keys === "earlier",
      probabilities: { keep: oneBit ? "half-maximum" : "all" },
    });
  }

  relu(x: string, name: string): string {
    return this.addNode({
      op: "activation",
      name,
      inputs: [x],
      function: "relu",
      shifts: false,
    });
  }

  add(x: string, y: string, name: string): string {
    return this.addNode({ op: "add", name, inputs: [x, y] });
  }

  dropout(x: string): string {
    return x;
  }
}

/** Name of the decoder's input that holds the encoder's rows. */
const encodedName = "encoded";

function encoderGraph(context: GraphContext): Graph {
  const blocks = new NodeBlocks(context);
  const output = encoderBlocks(
    blocks,
    embed(context, blocks, { side: "encoder", tokens: "source" }),
  );
  const { vocabularySize: count } = context.config;
  return { inputs: [{ name: "source", kind: "ids", count }], nodes: blocks.nodes, output };
}

function decoderGraph(context: GraphContext): Graph {
  const { config, embeddingBits } = context;
  const { features, vocabularySize } = config;
  const blocks = new NodeBlocks(context);
  const hidden = decoderBlocks(
    blocks,
    embed(context, blocks, { side: "decoder", tokens: "target" }),
  );
  const output = blocks.addNode({
    op: "dense",
    name: logitsNode,
    inputs: [embeddingBits === 8 ? blocks.addOnce(rowCodes(hidden)) : hidden],
    outFeatures: vocabularySize,
    weights: wordTable(embeddingBits),
    bias: false,
  });
  return {
    inputs: [
      { name: "target", kind: "ids", count: vocabularySize },
      { name: encodedName, kind: "rows", features },
    ],
    nodes: blocks.nodes,
    output,
  };
}

function wordTable(bits: EmbeddingBits): Weights {
  return { tensor: tableName, code: bits === 8 ? [{ digit: "int8", scale: "row" }] : float32 };
}

function weightsOf(tensor: string, isOneBit: boolean): Weights {
  return { tensor, code: isOneBit ? [{ digit: "bipolar", scale: "row" }] : float32 };
}

function embed(
  { config, embeddingBits }: GraphContext,
  blocks: NodeBlocks,
  { side, tokens }: { readonly side: string; readonly tokens: string },
): string {
  const { features, maximumLength } = config;
  const embedded = blocks.addNode({
    op: "embedding",
    name: `${side}/embedding`,
    inputs: [tokens],
    features,
    multiplier: Math.sqrt(features),
    table: wordTable(embeddingBits),
  });
  return blocks.addNode({
    op: "position",
    name: `${side}/position`,
    inputs: [embedded],
    maximumLength,
    table: "sinusoidal",
  });
}
