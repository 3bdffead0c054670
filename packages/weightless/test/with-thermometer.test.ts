import { goldenRunTensors, type PackedModel, type Tensor } from "@bnnkit/model";
import { evaluateGraph } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import { thermometerFrom, withThermometer } from "../src/index.ts";

const thermometer = thermometerFrom({
  ...{ features: 2, bits: 2, thresholds: Float64Array.of(1, 3, -2, 0) },
  ...{ equalSets: true, order: "feature-major" },
});

/** Two scores of four bits: the sums of all signs, and of the first minus the others. */
function bitsModel(name = "bits"): PackedModel {
  const bipolar = [{ digit: "bipolar" }] as const;
  const words = Uint32Array.of(0, 0, 0, 0, 0b1110, 0, 0, 0);
  const bits: Tensor = { dtype: "U8", shape: [1, 1, 4], data: Uint8Array.of(1, 0, 0, 0) };
  const runs = [{ inputs: new Map([["bits", bits]]), output: Float32Array.of(-2, 4) }];
  return {
    description: {
      ...{ name, task: "classification", labels: ["sum", "first"] },
      graph: {
        inputs: [
          {
            ...{ name: "bits", kind: "map", height: 1, width: 1, features: 4 },
            code: [{ digit: "uint8", scale: 2, offset: -1 }],
          },
        ],
        nodes: [
          {
            ...{ op: "threshold", name: "signs", inputs: ["bits"], thresholds: [0], flips: false },
            code: bipolar,
          },
          {
            ...{ op: "dense", name: "scores", inputs: ["signs"], outFeatures: 2, bias: false },
            weights: { tensor: "scores", code: bipolar },
          },
        ],
        output: "scores",
      },
    },
    tensors: new Map<string, Tensor>([
      ["scores.bits", { dtype: "U32", shape: [2, 4], data: words }],
      ...goldenRunTensors(runs, 2),
    ]),
    metadata: { training: "none" },
  };
}

describe("withThermometer", () => {
  test("bits are those of all first thresholds, then of all second ones, whatever the thermometer's order", () => {
    const model = withThermometer(bitsModel(), { thermometer });
    expect(model.metadata).toEqual({ training: "none" });
    const { description } = model;
    if (description.task !== "classification") throw new Error("no classifier");
    const scoresOf = (...numbers: readonly number[]): readonly number[] => {
      const matrix = { rows: 1, columns: 2, data: Float64Array.from(numbers) };
      const { data } = evaluateGraph(model, description.graph, new Map([["bits", matrix]]));
      return [...data];
    };
    // The bits are x ≥ 1, y ≥ −2, x ≥ 3, y ≥ 0.
    expect(scoresOf(1, -3)).toEqual([-2, 4]); // 1000
    expect(scoresOf(0.99, -0)).toEqual([0, -2]); // 0101
    expect(scoresOf(3, -2)).toEqual([2, 0]); // 1110
    expect(scoresOf(-9, -9)).toEqual([-4, 2]); // 0000
    expect([...model.tensors.keys()]).toEqual(["scores.bits", "signs.thresholds"]);
  });

  test("golden runs are of the numbers then; one bit of each number needs no copies", () => {
    const model = withThermometer(bitsModel(), { thermometer, examples: [2, -5] });
    expect(model.tensors.get("golden/0/bits")).toEqual({
      ...{ dtype: "F32", shape: [1, 1, 2], data: Float32Array.of(2, -5) },
    });
    const thresholds = Float64Array.of(1, 2.5, 3, 255.5);
    const one = {
      features: 4,
      bits: 1,
      thresholds,
      equalSets: false,
      order: "threshold-major",
    } as const;
    const bytes = withThermometer(bitsModel(), { thermometer: one, number: "uint8" });
    expect(bytes.tensors.get("signs.thresholds")?.data).toEqual(Int32Array.of(2, 3, 4, 256));
    const { description } = bytes;
    if (description.task !== "classification") throw new Error("no classifier");
    expect(description.graph.nodes.map(({ op }) => op)).toEqual(["threshold", "dense"]);
  });

  test("what does not fit is refused", () => {
    const refused = (options: object, model = bitsModel()) => {
      const all = { thermometer, ...options };
      return expect(() => withThermometer(model, all));
    };
    const wide = { ...thermometer, features: 3, thresholds: new Float64Array(6) };
    refused({ thermometer: wide }).toThrow(
      "withThermometer: thermometer's bits (6) must equal model's (4)",
    );
    refused({ examples: [0, -5] }).toThrow("examples must have the bits of golden run 0");
    refused({ examples: [2, -5, 2, -5] }).toThrow("golden runs of the model (1)");
    refused({ number: "uint8", examples: [2, -5] }).toThrow("withThermometer: examples[1]");
    const { description, ...rest } = bitsModel();
    if (description.task !== "classification") throw new Error("no classifier");
    const [, dense] = description.graph.nodes;
    const bare = { ...description.graph, nodes: [{ ...dense, inputs: ["bits"] }] };
    const model = { ...rest, description: { ...description, graph: bare } };
    refused({}, Object.assign(bitsModel(), model)).toThrow("read by one threshold");
  });
});
