import { type Code, float32 } from "@bnnkit/core";
import {
  type ClassificationDescription,
  type Graph,
  type GraphInput,
  type LanguageModelDescription,
  numbersAt,
  type RegressionDescription,
  type TextDescription,
  type TokenDescription,
  type TypedGraph,
  typeGraph,
  type Weights,
} from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import { encoderBlocks } from "./blocks.ts";
import {
  type AnyEncoderConfig,
  checkEncoderConfig,
  type EncoderConfig,
  encoderQuantizers,
  type ImageEncoderConfig,
  patchCount,
  readsImages,
  stackConfigOf,
} from "./encoder-config.ts";
import { pixelScale } from "./image-batch.ts";
import { NodeBlocks, positionsName, tableName } from "./node-blocks.ts";
import { type Place, quantizerOf } from "./placed-quantizer.ts";
import { logitsNode } from "./product-observation.ts";

/** Name of the matrix behind the pooled row. */
export const poolerName = "pooler";

/** Name of the matrix that makes rows of patches. */
export const patchesName = "encoder/patches";

/** Name of the last layer. */
export const scoresName = "scores";

export interface DescribeEncoderOptions {
  readonly name: string;
  /** Of an encoder of texts, which must have them. */
  readonly tokens?: TokenDescription;
  /** Default "classification". A "language-model" scores every word at every position, by the table of embeddings: the words that are
   *  masked. */
  readonly task?: "classification" | "regression" | "language-model";
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

/** What an encoder may be described as. */
export type EncoderDescription =
  | ClassificationDescription
  | RegressionDescription
  | LanguageModelDescription;

/** An encoder as data, and where its quantizers have parameters. */
export interface DescribedEncoder {
  readonly description: EncoderDescription;
  readonly places: readonly PlaceOfValues[];
}

/** The encoder as data: a graph whose dense and layer-norm nodes carry the names of their parameters.
 *  @throws RangeError if the configuration makes no encoder */
export function describeEncoder(
  config: AnyEncoderConfig,
  options: DescribeEncoderOptions,
): DescribedEncoder {
  checkEncoderConfig("describeEncoder", config);
  const { name, task = "classification", labels } = options;
  const quantizers = encoderQuantizers(config);
  const { settled = ({ role }: Place) => quantizerOf(quantizers, role) } = options;
  const { scores } = quantizers;
  const blocks = new NodeBlocks({ config: stackConfigOf(config), step: 0, settled, scores });
  const rows = readsImages(config) ? addPatches(blocks, config) : addEmbedding(blocks, config);
  const encoded = encoderBlocks(blocks, rows);
  const text = textOf(config, options);
  const output =
    task === "language-model"
      ? addWordScores(blocks, config, encoded)
      : addScores(blocks, config, encoded);
  const graph: Graph = { inputs: [inputOf(config)], nodes: blocks.nodes, output };
  return {
    description: descriptionOf({ name, graph, text, task, labels }),
    places: valuesAt(blocks.places, typeGraph(graph, "describeEncoder")),
  };
}

function descriptionOf({
  name,
  graph,
  text,
  task,
  labels,
}: Required<Pick<DescribeEncoderOptions, "name" | "task">> & {
  readonly graph: Graph;
  readonly text: TextDescription | undefined;
  readonly labels: readonly string[] | undefined;
}): EncoderDescription {
  const scored = { name, graph, ...(text && { text }) };
  if (task === "regression") return { ...scored, task };
  if (task === "classification") return { ...scored, task, ...(labels && { labels }) };
  if (text !== undefined) return { name, graph, text, task, predicts: "masked" };
  throw new RangeError("describeEncoder: an encoder of images masks no words");
}

function inputOf(config: AnyEncoderConfig): GraphInput {
  if (!readsImages(config)) return { name: "text", kind: "ids", count: config.vocabularySize };
  const { height, width, channels: features } = config.image;
  const code: Code = [{ digit: "uint8", scale: pixelScale }];
  return { name: "image", kind: "map", height, width, features, code };
}

function textOf(
  config: AnyEncoderConfig,
  { tokens }: DescribeEncoderOptions,
): TextDescription | undefined {
  if (readsImages(config)) return undefined;
  const { maximumLength } = config;
  if (tokens !== undefined) return { tokens, maximumLength };
  throw new RangeError("describeEncoder: tokens must be there for an encoder of texts");
}

function addPatches(blocks: NodeBlocks, config: ImageEncoderConfig): string {
  const { features: outFeatures, patch } = config;
  const size = [patch, patch] as const;
  const patches = blocks.addNode({
    op: "convolution",
    name: patchesName,
    inputs: ["image"],
    outFeatures,
    window: { size, strides: size, dilations: [1, 1], padding: noPadding },
    groups: 1,
    weights: { tensor: patchesName, code: float32 },
    bias: true,
  });
  return blocks.addNode({
    op: "position",
    name: "encoder/position",
    inputs: [patches],
    maximumLength: patchCount(config),
    table: { tensor: positionsName, code: float32 },
  });
}

const noPadding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };

function addEmbedding(blocks: NodeBlocks, config: EncoderConfig): string {
  const { features, maximumLength, positions } = config;
  const embedded = blocks.addNode({
    op: "embedding",
    name: "encoder/embedding",
    inputs: ["text"],
    features,
    multiplier: positions === "learned" ? 1 : Math.sqrt(features),
    table: wordTable(config),
  });
  return blocks.addNode({
    op: "position",
    name: "encoder/position",
    inputs: [embedded],
    maximumLength,
    table: positions === "learned" ? { tensor: positionsName, code: float32 } : positions,
  });
}

function wordTable({ precision }: AnyEncoderConfig): Weights {
  const code: Code = precision.embedding === 1 ? [{ digit: "bipolar", scale: "row" }] : float32;
  return { tensor: tableName, code };
}

/** Every row times the table of embeddings. */
function addWordScores(blocks: NodeBlocks, config: AnyEncoderConfig, rows: string): string {
  return blocks.addNode({
    op: "dense",
    name: logitsNode,
    inputs: [rows],
    outFeatures: readsImages(config) ? 1 : config.vocabularySize,
    weights: wordTable(config),
    bias: false,
  });
}

function addScores(
  blocks: NodeBlocks,
  { pooling: take, pooler = false, features, outputs, precision }: AnyEncoderConfig,
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
