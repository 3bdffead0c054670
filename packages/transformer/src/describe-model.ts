import { type Code, float32, odd } from "@bnnkit/core";
import {
  type Graph,
  rowCodes,
  type SequenceToSequenceDescription,
  type Weights,
} from "@bnnkit/model";
import { decoderBlocks, encoderBlocks } from "./blocks.ts";
import { checkConfig, checkStep, type TransformerConfig } from "./config.ts";
import type { EmbeddingBits } from "./embedding-bits.ts";
import { encodedName, NodeBlocks, tableName, tableScalesName } from "./node-blocks.ts";
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
