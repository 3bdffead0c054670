import { type Code, float32, odd } from "@bnnkit/core";
import {
  type DenseNode,
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
import type { EmbeddingBits } from "./embedding-bits.ts";
import { layerNormEpsilon } from "./layer-norm.ts";
import type { GridMatrix } from "./odd-grid.ts";
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
  /** Matrices on grids by the names of their nodes: sums of ±1 with the scales 1, 2, 4 …, behind which an affine node has the scales
   *  of the rows, and the bias; they read rows rounded to int8. Default: none. */
  readonly grids?: ReadonlyMap<string, Pick<GridMatrix, "bits">>;
}

/** Name of the table that embeds source and target and scores the words. */
export const tableName = "embedding";

/** Of a table on grids: the scale of each row, as a table of one feature. */
export const tableScalesName = "embedding-scales";

/** The affine node that has the scales of the rows of a product on grids. */
export function scaledName(product: string): string {
  return `${product}-scaled`;
}

/** The model as data: two graphs whose dense and layer-norm nodes carry the names of their parameters.
 *  @throws RangeError if the configuration makes no Transformer or `step` is none */
export function describeModel(
  config: TransformerConfig,
  { name, step, tokens, embeddingBits, grids }: DescribeOptions,
): SequenceToSequenceDescription {
  checkConfig(config);
  checkStep("describeModel", step);
  const builder = { config, step, embeddingBits, grids };
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
  readonly grids: DescribeOptions["grids"];
}

/** Blocks of nodes, by the names of the nodes. Dropout is none of them. */
class NodeBlocks implements BlockArithmetic<string, string> {
  readonly config: TransformerConfig;
  readonly step: number;
  readonly nodes: Node[] = [];
  readonly #grids: DescribeOptions["grids"];

  constructor({ config, step, grids }: GraphContext) {
    this.config = config;
    this.step = step;
    this.#grids = grids;
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
    const bits = this.#grids?.get(name)?.bits;
    if (bits !== undefined) {
      const weights = { tensor: name, code: odd(bits) };
      return this.gridProduct(x, { name, outFeatures, weights, offsets: bias });
    }
    const input = oneBit.activations ? this.addOnce(rowSigns(x)) : x;
    const weights = weightsOf(name, oneBit.weights);
    return this.addNode({ op: "dense", name, inputs: [input], outFeatures, weights, bias });
  }

  /** A product of whole numbers, then the scales of its rows. */
  gridProduct(
    x: string,
    {
      name,
      outFeatures,
      weights,
      offsets,
    }: Pick<DenseNode, "name" | "outFeatures" | "weights"> & { readonly offsets: boolean },
  ): string {
    const inputs = [this.addOnce(rowCodes(x))] as const;
    this.addNode({ op: "dense", name, inputs, outFeatures, weights, bias: false });
    return this.addNode({
      op: "affine",
      name: scaledName(name),
      inputs: [name],
      scales: true,
      offsets,
    });
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
  const product = {
    name: logitsNode,
    outFeatures: vocabularySize,
    weights: wordTable(embeddingBits),
  };
  const output = isOnGrid(embeddingBits)
    ? blocks.gridProduct(hidden, { ...product, offsets: false })
    : blocks.addNode({
        op: "dense",
        ...product,
        inputs: [embeddingBits === 8 ? blocks.addOnce(rowCodes(hidden)) : hidden],
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
  return { tensor: tableName, code: tableCode(bits) };
}

function tableCode(bits: EmbeddingBits): Code {
  if (bits === 32) return float32;
  return bits === 8 ? [{ digit: "int8", scale: "row" }] : odd(bits);
}

function isOnGrid(bits: EmbeddingBits): boolean {
  return bits < 8;
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
  const scaled = isOnGrid(embeddingBits) ? scaleRows(blocks, embedded, { side, tokens }) : embedded;
  return blocks.addNode({
    op: "position",
    name: `${side}/position`,
    inputs: [scaled],
    maximumLength,
    table: "sinusoidal",
  });
}

/** Embedded rows times the scales of their tokens. */
function scaleRows(
  blocks: NodeBlocks,
  embedded: string,
  { side, tokens }: { readonly side: string; readonly tokens: string },
): string {
  const scales = blocks.addNode({
    op: "embedding",
    name: `${side}/embedding-scales`,
    inputs: [tokens],
    features: 1,
    multiplier: 1,
    table: { tensor: tableScalesName, code: float32 },
  });
  const inputs = [embedded, scales] as const;
  return blocks.addNode({ op: "multiply", name: `${side}/embedding-scaled`, inputs });
}
