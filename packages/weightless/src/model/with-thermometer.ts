import { checkEqual, unpackUnipolar } from "@bnnkit/core";
import {
  type ClassificationDescription,
  type GoldenRun,
  type Graph,
  goldenRuns,
  goldenRunTensors,
  type MapInput,
  type Node,
  type PackedModel,
  type Tensor,
  type ThresholdNode,
} from "@bnnkit/model";
import { encodeThermometer, type Thermometer } from "../thermometer.ts";
import { encoderNode, type SampleNumber } from "./encoder-node.ts";
import { exampleRows } from "./example-rows.ts";

const where = "withThermometer";

export interface WithThermometerOptions {
  /** Its order is not looked at: the bits of a row are in that of `"threshold-major"`. */
  readonly thermometer: Thermometer;
  /** How a sample's numbers are given, "float32" by default. */
  readonly number?: SampleNumber;
  /** Row-major rows of numbers whose bits the model's golden runs read, in their order; by default golden runs are left out. */
  readonly examples?: ArrayLike<number>;
}

/** A classifier of bits as one of numbers, whose first layer compares with the thresholds of a thermometer: so a network of ±1 weights, trained
 *  elsewhere, reads what a weightless one reads.
 *  @param model  reads a row of bytes, 0 and 1, all features' first bits first, through one `threshold` that makes −1 and +1 of them
 *  @throws RangeError for a model that reads something else or another number of bits, and examples that have other bits than its golden
 *  runs */
export function withThermometer(
  model: PackedModel,
  { thermometer, number = "float32", examples = [] }: WithThermometerOptions,
): PackedModel {
  const { description, sign, bits } = bitsReader(model);
  const columns = thermometer.features * thermometer.bits;
  checkEqual(where, "thermometer's bits", columns, "model's", bits.features);
  const encoder = encoderNode(thermometer, number);
  const input = { ...encoder.input, name: bits.name };
  const graph = readingNumbers(description.graph, { input, sign, copies: thermometer.bits });
  const runs = goldenOf(model, thermometer, exampleRows(where, examples, number, input.features));
  const [least] = encoder.tensors.values();
  return {
    description: { ...description, graph },
    tensors: new Map([
      ...[...model.tensors].filter(([name]) => !name.startsWith("golden/")),
      [`${sign.name}.thresholds`, oneByOne(least, thermometer)],
      ...goldenRunTensors(runs, runs[0]?.output.length ?? 0),
    ]),
    metadata: model.metadata,
  };
}

interface BitsReader {
  readonly description: ClassificationDescription;
  readonly bits: MapInput;
  readonly sign: ThresholdNode;
}

function bitsReader({ description }: PackedModel): BitsReader {
  if (description.task === "classification") {
    const [bits] = description.graph.inputs;
    const [sign, ...others] = description.graph.nodes.filter(({ inputs }) =>
      inputs.some((name) => name === bits.name),
    );
    const isRow = bits.kind === "map" && bits.height * bits.width === 1;
    if (isRow && others.length === 0 && isSign(sign)) return { description, bits, sign };
  }
  throw new RangeError(
    `${where}: model must be a classifier of a row of bits, read by one threshold of bipolar levels`,
  );
}

function isSign(node: Node | undefined): node is ThresholdNode {
  if (node?.op !== "threshold" || node.flips) return false;
  return node.code.length === 1 && node.code[0].digit === "bipolar";
}

/** The graph with as many copies of the numbers as there are bits of each in front of the signs. */
function readingNumbers(
  graph: Graph,
  plan: { readonly input: MapInput; readonly sign: ThresholdNode; readonly copies: number },
): Graph {
  const { input, sign, copies } = plan;
  const first = input.name;
  const all: Node = {
    ...{ op: "concatenate", name: `${first}.copies` },
    inputs: [first, first, ...Array.from({ length: copies - 2 }, () => first)],
  };
  const own = { perFeature: 1 };
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    if (node !== sign) return [node];
    if (copies === 1) return [{ ...sign, thresholds: own }];
    return [all, { ...sign, inputs: [all.name], thresholds: own }];
  });
  return { ...graph, inputs: [input], nodes };
}

/** Thresholds [features, bits] as those of copies, [bits · features, 1]. */
function oneByOne(tensor: Tensor, { features, bits }: Thermometer): Tensor {
  const at = (i: number): number => tensor.data[(i % features) * bits + Math.floor(i / features)];
  const shape = [bits * features, 1];
  const data = Array.from({ length: bits * features }, (_, i) => at(i));
  return tensor.dtype === "I32"
    ? { dtype: "I32", shape, data: Int32Array.from(data) }
    : { dtype: "F32", shape, data: Float32Array.from(data) };
}

/** The model's golden runs, of numbers. */
function goldenOf(
  model: PackedModel,
  thermometer: Thermometer,
  rows: readonly Tensor[],
): readonly GoldenRun[] {
  if (rows.length === 0) return [];
  const runs = goldenRuns(model);
  checkEqual(where, "rows of examples", rows.length, "golden runs of the model", runs.length);
  return rows.map((row, i): GoldenRun => {
    const [[name, read]] = runs[i].inputs;
    const encoder = { ...thermometer, order: "threshold-major" } as const;
    const bits = unpackUnipolar(encodeThermometer(encoder, Array.from(row.data)));
    if (bits.every((bit, at) => bit === read.data[at])) {
      return { inputs: new Map([[name, row]]), output: runs[i].output };
    }
    throw new RangeError(
      `${where}: examples must have the bits of golden run ${i}, row ${i} has others`,
    );
  });
}
