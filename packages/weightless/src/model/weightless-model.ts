import { checkEqual } from "@bnnkit/core";
import {
  type ClassificationDescription,
  type GoldenRun,
  goldenRunTensors,
  type PackedModel,
  type Tensor,
} from "@bnnkit/model";
import { FilterEnsemble } from "../filter-ensemble.ts";
import { FilterNetwork } from "../filter-network.ts";
import type { Samples } from "../samples.ts";
import { evaluateTruthTables } from "../tables/evaluate-truth-tables.ts";
import type { TruthTableNetwork } from "../tables/truth-table-network.ts";
import { encodeThermometer, type Thermometer } from "../thermometer.ts";
import { Wisard } from "../wisard.ts";
import { type EncoderNode, encoderNode, type SampleNumber } from "./encoder-node.ts";
import { exampleRows } from "./example-rows.ts";
import { filterNodes } from "./filter-nodes.ts";
import type { NetworkNodes } from "./network-nodes.ts";
import { tableNodes } from "./table-nodes.ts";
import { wisardNodes } from "./wisard-nodes.ts";

/** A trained network that can be a model: truth tables, filters of one bit an entry, or a WiSARD with its counters. */
export type WeightlessNetwork = TruthTableNetwork | FilterNetwork | FilterEnsemble | Wisard;

export interface WeightlessModelOptions {
  /** What makes the bits that the network reads. */
  readonly thermometer: Thermometer;
  /** How a sample's numbers are given, "float32" by default. */
  readonly number?: SampleNumber;
  readonly name: string;
  /** Name of each class. */
  readonly labels?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** Row-major rows of numbers whose scores go into the model, for `verify` of the runtime; none by default. */
  readonly examples?: ArrayLike<number>;
}

/** The model file's content of a trained network with its encoder: a map of 1 × 1 with a feature for each number of a sample, a
 *  `threshold` that is the thermometer, the tables, and scores, of which the first of the greatest is the class that the network
 *  predicts. Scores are votes, whole numbers; with biases their float32 sums, so that two that are nearly equal may become equal.
 *  @throws RangeError for a thermometer that has other bits than the network reads, a WiSARD of another base, of tuples of several sizes
 *  or larger than 24 bits, and examples that are no bytes where the model reads bytes. */
export function weightlessModel(
  network: WeightlessNetwork,
  options: WeightlessModelOptions,
): PackedModel {
  const { thermometer, number = "float32", name, labels, metadata = {} } = options;
  const bits = thermometer.features * thermometer.bits;
  checkEqual("weightlessModel", "thermometer's bits", bits, "network.inputs", network.inputs);
  const encoder = encoderNode(thermometer, number);
  const { nodes, tensors } = nodesOf(network, encoder);
  const description: ClassificationDescription = {
    name,
    task: "classification",
    ...(labels && { labels }),
    graph: {
      inputs: [encoder.input],
      nodes: [encoder.node, ...nodes],
      output: nodes[nodes.length - 1].name,
    },
  };
  const golden = goldenRunTensors(goldenRuns(network, encoder, options), network.classes);
  return { description, tensors: new Map([...encoder.tensors, ...tensors, ...golden]), metadata };
}

function nodesOf(network: WeightlessNetwork, encoder: EncoderNode): NetworkNodes {
  if (network instanceof Wisard) return wisardNodes(network, encoder);
  if (network instanceof FilterNetwork) return filterNodes([network], encoder);
  if (network instanceof FilterEnsemble) return filterNodes(network.networks, encoder);
  return tableNodes(network, encoder);
}

function scoresOf(network: WeightlessNetwork, samples: Samples): Float32Array {
  if (network instanceof Wisard) {
    return Float32Array.from(network.vote(samples).flatMap(({ votes }) => votes));
  }
  if (network instanceof FilterNetwork || network instanceof FilterEnsemble) {
    return Float32Array.from(network.responses(samples));
  }
  return Float32Array.from(evaluateTruthTables(network, samples));
}

function goldenRuns(
  network: WeightlessNetwork,
  { input: { name, features } }: EncoderNode,
  { thermometer, number = "float32", examples }: WeightlessModelOptions,
): readonly GoldenRun[] {
  if (examples === undefined || examples.length === 0) return [];
  const rows = exampleRows("weightlessModel", examples, number, features);
  const scores = scoresOf(network, encodeThermometer(thermometer, rows.flatMap(numbersOf)));
  const { classes } = network;
  return rows.map((tensor, row): GoldenRun => {
    const output = scores.slice(row * classes, (row + 1) * classes);
    return { inputs: new Map([[name, tensor]]), output };
  });
}

function numbersOf({ data }: Tensor): readonly number[] {
  return Array.from(data);
}
