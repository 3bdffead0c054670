import { type Code, float32 } from "@bnnkit/core";
import {
  type ClassificationDescription,
  numbersAt,
  type RegressionDescription,
  type TokenDescription,
  type TypedGraph,
  typeGraph,
} from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import { encoderBlocks } from "./blocks.ts";
import {
  checkEncoderConfig,
  type EncoderConfig,
  encoderQuantizers,
  stackConfigOf,
} from "./encoder-config.ts";
import { NodeBlocks, positionsName, tableName } from "./node-blocks.ts";
import { type Place, quantizerOf } from "./placed-quantizer.ts";

/** Name of the matrix behind the pooled row. */
export const poolerName = "pooler";

/** Name of the last layer. */
export const scoresName = "scores";

export interface DescribeEncoderOptions {
  readonly name: string;
  readonly tokens: TokenDescription;
  /** Default "classification". */
  readonly task?: "classification" | "regression";
  /** Names of the classes. */
  readonly labels?: readonly string[];
  /** The quantizer at a place with the parameters that it has there; default: with its initial ones. */
  readonly settled?: (place: Place) => Quantizer;
}

/** A place with the values that are quantized there. */
export interface PlaceOfValues {
  readonly place: Place;
  readonly features: number;
}

/** An encoder as data, and where its quantizers have parameters. */
export interface DescribedEncoder {
  readonly description: ClassificationDescription | RegressionDescription;
  readonly places: readonly PlaceOfValues[];
}

/** The encoder as data: a graph whose dense and layer-norm nodes carry the names of their parameters.
 *  @throws RangeError if the configuration makes no encoder */
export function describeEncoder(
  config: EncoderConfig,
  options: DescribeEncoderOptions,
): DescribedEncoder {
  checkEncoderConfig("describeEncoder", config);
  const { name, tokens, task = "classification", labels } = options;
  const quantizers = encoderQuantizers(config);
  const { settled = ({ role }: Place) => quantizerOf(quantizers, role) } = options;
  const blocks = new NodeBlocks({ config: stackConfigOf(config), step: 0, settled });
  const output = addScores(blocks, config, encoderBlocks(blocks, addEmbedding(blocks, config)));
  const { vocabularySize: count, maximumLength } = config;
  const graph = {
    inputs: [{ name: "text", kind: "ids", count }],
    nodes: blocks.nodes,
    output,
  } as const;
  const text = { tokens, maximumLength };
  const described = { name, graph, text };
  return {
    description:
      task === "regression"
        ? { ...described, task }
        : { ...described, task, ...(labels && { labels }) },
    places: valuesAt(blocks.places, typeGraph(graph, "describeEncoder")),
  };
}

function addEmbedding(
  blocks: NodeBlocks,
  { features, maximumLength, positions, precision }: EncoderConfig,
): string {
  const code: Code = precision.embedding === 1 ? [{ digit: "bipolar", scale: "row" }] : float32;
  const embedded = blocks.addNode({
    op: "embedding",
    name: "encoder/embedding",
    inputs: ["text"],
    features,
    multiplier: positions === "learned" ? 1 : Math.sqrt(features),
    table: { tensor: tableName, code },
  });
  return blocks.addNode({
    op: "position",
    name: "encoder/position",
    inputs: [embedded],
    maximumLength,
    table: positions === "learned" ? { tensor: positionsName, code: float32 } : positions,
  });
}

function addScores(
  blocks: NodeBlocks,
  { pooling: take, pooler = false, features, outputs, precision }: EncoderConfig,
  rows: string,
): string {
  const pooled = blocks.addNode({
    op: "pool",
    name: "pooled",
    inputs: [rows],
    take,
    window: "all",
  });
  const oneBit = { weights: precision.weights === 1, activations: precision.activations < 32 };
  const hidden = pooler
    ? blocks.addNode({
        op: "activation",
        name: `${poolerName}-tanh`,
        inputs: [
          blocks.dense(pooled, { name: poolerName, outFeatures: features, bias: true, oneBit }),
        ],
        function: "tanh",
        shifts: false,
      })
    : pooled;
  const float = { weights: false, activations: false };
  return blocks.dense(hidden, {
    name: scoresName,
    outFeatures: outputs,
    bias: true,
    oneBit: float,
  });
}

/** Widths of the values at places; one of probabilities, which have no features. */
function valuesAt(places: readonly Place[], { nodes }: TypedGraph): readonly PlaceOfValues[] {
  const widths = new Map(
    nodes.flatMap((typed) =>
      typed.node.op === "threshold"
        ? [[typed.node.name, numbersAt(typed, 0).features] as const]
        : [],
    ),
  );
  return places.map((place) => ({ place, features: widths.get(place.name) ?? 1 }));
}
