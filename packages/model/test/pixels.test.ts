import { type Code, float32, isInteger } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import {
  type ClassificationDescription,
  checkDescription,
  goldenRuns,
  goldenRunTensors,
  inferTypes,
  readModel,
  type Tensor,
  writeModel,
} from "../src/index.ts";
import { evaluateGraph, evaluateValues, matrix } from "../src/reference/index.ts";
import { square } from "./image-systems.ts";

/** A 2×2 image under a 3×3 window with pixel 0 around it. */
function classifier(code: Code, outside: number): ClassificationDescription {
  return {
    name: "pixels",
    task: "classification",
    graph: {
      inputs: [{ name: "image", kind: "map", height: 2, width: 2, features: 1, code }],
      nodes: [
        {
          op: "convolution",
          name: "sums",
          inputs: ["image"],
          outFeatures: 1,
          window: square(3, 1, 1, outside),
          groups: 1,
          weights: { tensor: "sums", code: [{ digit: "int8" }] },
          bias: false,
        },
        { op: "pool", name: "scores", inputs: ["sums"], take: "maximum", window: "all" },
      ],
      output: "scores",
    },
  };
}

const weights: Tensor = {
  dtype: "I8",
  shape: [1, 9],
  data: Int8Array.of(1, 1, 1, 1, 2, 1, 1, 1, 1),
};
const tensors = new Map([["sums.codes", weights]]);
const image = matrix(4, 1, (row) => [0, 255, 128, 100][row] ?? 0);

describe("pixels of a byte", () => {
  const shifted: Code = [{ digit: "uint8", offset: -128 }];

  test.each<Code>([
    shifted,
    [{ digit: "int8", scale: 2, offset: 1 }],
    [{ digit: "uint8", scale: 1 / 255 }],
    [{ digit: "uint8", scale: -0.5, offset: 0.25 }],
    float32,
  ])("may be %j", (term) => {
    expect(() => checkDescription(classifier([term], 0))).not.toThrow();
  });

  test.each<[Code, string]>([
    [[{ digit: "bipolar" }], "must be one term of uint8, int8 or float32"],
    [[{ digit: "uint8" }, { digit: "uint8" }], "must be one term of"],
    [[{ digit: "uint8", slices: 2 }], "must be one term of"],
    [[{ digit: "float32", scale: 2 }], "with a scale and offset of bytes alone"],
    [[{ digit: "uint8", scale: 0 }], "a constant scale that is not 0 and a constant offset"],
    [[{ digit: "uint8", scale: "row" }], "have a constant scale"],
    [[{ digit: "uint8", offset: "row" }], "and a constant offset"],
  ])("may not be %j", (code, message) => {
    expect(() => checkDescription(classifier(code, 0))).toThrow(message);
  });

  test("with a whole offset are integers, so that products of them are", () => {
    expect(isInteger(shifted)).toBe(true);
    const types = inferTypes(classifier(shifted, -128).graph);
    expect(types.get("image")).toMatchObject({ code: shifted });
    expect(types.get("sums")).toMatchObject({ code: [{ digit: "int32" }] });
    const scaled = inferTypes(classifier([{ digit: "uint8", scale: 1 / 255 }], 0).graph);
    expect(scaled.get("sums")).toMatchObject({ code: float32 });
  });

  test("are fed as digits and evaluated as the numbers that they stand for", () => {
    const { graph } = classifier(shifted, -128);
    const values = evaluateValues({ tensors }, graph, new Map([["image", image]]));
    expect([...(values.get("image")?.data ?? [])]).toEqual([-128, 127, 0, -28]);
    // Nine taps, five outside: 5·(−128) + (−128 + 127 + 0 − 28) + the pixel itself.
    expect([...(values.get("sums")?.data ?? [])]).toEqual([-797, -542, -669, -697]);
  });

  test("have their scale and offset in the margin, too: a value of the map", () => {
    const code: Code = [{ digit: "uint8", scale: 0.5, offset: -3 }];
    const { graph } = classifier(code, -3);
    const [score] = evaluateGraph({ tensors }, graph, new Map([["image", image]])).data;
    const pixels = [0, 255, 128, 100].map((digit) => 0.5 * digit - 3);
    const sum = pixels.reduce((a, b) => a + b) + 5 * -3;
    expect(score).toBe(sum + Math.max(...pixels));
  });

  test("are bytes in golden runs, which a file keeps", () => {
    const data = Uint8Array.from(image.data);
    const input: Tensor = { dtype: "U8", shape: [2, 2, 1], data };
    const run = { inputs: new Map([["image", input]]), output: Float32Array.of(-542) };
    const model = {
      description: classifier(shifted, -128),
      tensors: new Map([...tensors, ...goldenRunTensors([run], 1)]),
      metadata: {},
    };
    const read = readModel(writeModel(model));
    expect(read.description).toEqual(model.description);
    const [again] = goldenRuns(read);
    const fed = again?.inputs.get("image")?.data ?? [];
    const rows = matrix(4, 1, (row) => Number(fed[row]));
    const { graph } = classifier(shifted, -128);
    expect([...evaluateGraph(read, graph, new Map([["image", rows]])).data]).toEqual([
      ...(again?.output ?? []),
    ]);
  });
});
