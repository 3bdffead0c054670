import { readModel, writeModel } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  Bthowen,
  encodeThermometer,
  evaluateTruthTables,
  FilterNetwork,
  logicNetwork,
  packWisard,
  type Samples,
  type Thermometer,
  thermometerFrom,
  Uleen,
  type WeightlessNetwork,
  Wisard,
  weightlessModel,
} from "../src/index.ts";

const features = 3;
const bits = 7;
const inputs = features * bits;

function thermometer(order: Thermometer["order"], equalSets = false): Thermometer {
  const thresholds = Float64Array.from({ length: inputs }, (_, i) => (i % bits) * 31.5 + 3);
  return thermometerFrom({ features, bits, thresholds, equalSets, order });
}

function rowsOf(count: number): Float64Array {
  const random = createRandom(5);
  return Float64Array.from({ length: count * features }, () => random.integer(0, 255));
}

/** The scores of a model, which was a file, by the definition. */
function scores(model: ReturnType<typeof weightlessModel>, rows: ArrayLike<number>): number[] {
  const { description, tensors } = readModel(writeModel(model));
  if (description.task !== "classification") throw new TypeError("a classifier, please");
  return Array.from({ length: rows.length / features }, (_, row) => {
    const x = matrix(1, features, (_, column) => rows[row * features + column] ?? 0);
    return [...evaluateGraph({ tensors }, description.graph, new Map([["numbers", x]])).data];
  }).flat();
}

const [rows, labels] = [rowsOf(60), Array.from({ length: 60 }, (_, i) => (i * 7) % 4)];
const classes = 4;

function wisard(shared: boolean): Wisard {
  const options = { inputs, classes, tupleSize: 4, sharedMapping: shared };
  const network = new Wisard(options);
  network.partialFit(encodeThermometer(thermometer("threshold-major"), rows), labels);
  return network;
}

function bthowen(): Bthowen {
  const network = new Bthowen({ inputs, classes, tupleSize: 5, entries: 8, hashes: 2, seed: 3 });
  network.partialFit(encodeThermometer(thermometer("threshold-major"), rows), labels);
  return network;
}

/** Five submodels would do; two, with biases that are sums of powers of two. */
function uleen(): WeightlessNetwork {
  const submodels = [4, 6].map((tupleSize) => ({ tupleSize, entries: 16, hashes: 2 }));
  const { submodels: states } = new Uleen({ inputs, classes, submodels }).state();
  const biased = states.map((state) => ({ ...state, biases: Float32Array.of(0.5, -1, 0, 3) }));
  return Uleen.fromState({ submodels: biased }).pack();
}

function responses(
  network: WeightlessNetwork,
  samples: Samples,
): ArrayLike<number> & Iterable<number> {
  if (network instanceof Wisard) return network.vote(samples).flatMap(({ votes }) => votes);
  return "responses" in network
    ? network.responses(samples)
    : evaluateTruthTables(network, samples);
}

const networks: readonly (readonly [string, WeightlessNetwork])[] = [
  ["truth tables", logicNetwork({ inputs, classes, layers: [40, 16], inputsPerGate: 3 }).pack()],
  ["filters that inputs do not fill", bthowen().binarize(2)],
  ["a WiSARD at one level", packWisard(wisard(true), 2)],
  ["an ensemble with biases", uleen()],
  ["counters with one mapping", wisard(true)],
  ["counters with a mapping for each class", wisard(false)],
];

describe.each(networks)("%s", (_, network) => {
  test.each(["threshold-major", "feature-major"] as const)("as a model: %s", (order) => {
    const encoder = thermometer(order, order === "feature-major");
    const model = weightlessModel(network, { thermometer: encoder, name: "n" });
    const encoded = encodeThermometer(encoder, rows);
    const expected = [...responses(network, encoded)];
    expect(scores(model, rows)).toEqual(expected);
    const bytes = weightlessModel(network, { thermometer: encoder, name: "n", number: "uint8" });
    expect(scores(bytes, rows)).toEqual(expected);
  });
});

test("bits are those of every float32, next to a threshold and on it", () => {
  const network = new FilterNetwork({
    ...{ inputs: 2, classes: 1, tupleSize: 1, entries: 2, hashes: 1 },
    ...{ order: Uint32Array.of(0, 1), parameters: Uint32Array.of(1) },
    masks: Uint32Array.of(0, 1, 0, 1),
  });
  for (const equalSets of [false, true]) {
    // 0.1 is no float32; −0 and 1 are.
    const [low, high] = [-0, 0.1];
    const thresholds = Float64Array.of(low, high, low, 1).subarray(
      equalSets ? 2 : 0,
      equalSets ? 4 : 2,
    );
    const encoder = thermometerFrom({
      ...{ features: 1, bits: 2, thresholds, equalSets, order: "feature-major" },
    });
    const near = [-1e-45, -0, 0, 1e-45, 0.1, Math.fround(0.1) - 2 ** -27, 1 - 2 ** -24, 1, 2];
    const values = Float32Array.from(near);
    const model = weightlessModel(network, { thermometer: encoder, name: "n" });
    const graphScores = Array.from(values, (value) => {
      const { description, tensors } = model;
      if (description.task !== "classification") throw new TypeError("a classifier, please");
      const x = matrix(1, 1, () => value);
      return evaluateGraph({ tensors }, description.graph, new Map([["numbers", x]])).data[0];
    });
    expect(graphScores).toEqual([...network.responses(encodeThermometer(encoder, values))]);
    expect(new Set(graphScores)).toEqual(new Set([0, 1, 2]));
  }
});

test("of more than 255 different counters the least keep their order", () => {
  const wide = new Wisard({ inputs: 2, classes: 2, tuples: [[0, 1]] });
  for (const [address, count] of [5, 90, 1000, 7].entries()) wide.setCounter(0, 0, address, count);
  wide.setCounter(1, 0, 3, 8);
  const encoder = thermometerFrom({
    ...{ features: 1, bits: 2, thresholds: Float64Array.of(1, 2), equalSets: true },
    order: "feature-major",
  });
  const { tensors } = weightlessModel(wide, { thermometer: encoder, name: "n" });
  expect([...(tensors.get("nodes.codes")?.data ?? [])]).toEqual([1, 4, 5, 2, 0, 0, 0, 3]);
});

describe("refuses", () => {
  const encoder = thermometer("feature-major");
  const network = bthowen().binarize(1);
  test("an encoder of other bits, and thresholds that no float32 reaches", () => {
    const other = { ...encoder, bits: 6, thresholds: encoder.thresholds.subarray(0, 18) };
    expect(() => weightlessModel(network, { thermometer: other, name: "n" })).toThrow(
      "thermometer's bits (18) must equal network.inputs (21)",
    );
    const endless = { ...encoder, thresholds: encoder.thresholds.slice().fill(1e39, 20) };
    expect(() => weightlessModel(network, { thermometer: endless, name: "n" })).toThrow(
      "thresholds[20] must be a number that a float32 reaches, got 1e+39",
    );
  });

  test("examples that are no bytes, WiSARDs of other bases and of tuples of two sizes", () => {
    const bytes = { thermometer: encoder, name: "n", number: "uint8" } as const;
    expect(() => weightlessModel(network, { ...bytes, examples: [1, 2, 256] })).toThrow(
      "examples[2] must be a whole number in 0 … 255, got 256",
    );
    const ternary = new Wisard({ inputs, classes, tupleSize: 4, base: 3 });
    expect(() => weightlessModel(ternary, bytes)).toThrow("network.base must be");
    const uneven = new Wisard({ inputs, classes, tuples: [[0, 1], [2]] });
    expect(() => weightlessModel(uneven, bytes)).toThrow("all of one size");
  });
});
