import type { Code } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import {
  checkModel,
  formatCode,
  type LanguageModelDescription,
  parseDescription,
  type Tensor,
  weightTensors,
} from "../src/index.ts";
import { codedWeights, realOf, tensorReader } from "../src/reference/index.ts";

const u32 = (shape: readonly number[], ...data: number[]): Tensor => ({
  ...{ dtype: "U32", shape },
  data: Uint32Array.from(data),
});
const f32 = (shape: readonly number[], ...data: number[]): Tensor => ({
  ...{ dtype: "F32", shape },
  data: Float32Array.from(data),
});

/** ±½ around a mean everywhere, 2 + 3·byte at three weights, ±10 in columns 0 and 3. */
const code: Code = [
  { digit: "bipolar", scale: 0.5, offset: "row" },
  { digit: "uint8", scale: 3, offset: 2, sparse: { weights: 3 } },
  { digit: "bipolar", scale: "row", sparse: { columns: 2 } },
];

/** Of 2 rows and 4 columns. */
const tensors = new Map<string, Tensor>([
  // + − + + and − − + +
  ["w.0.bits", u32([2, 4], 0b0010, 0, 0, 0, 0b0011, 0, 0, 0)],
  ["w.0.offsets", f32([2], 100, 200)],
  // Row 0, columns 1 and 2; row 1, column 3: the bytes 0, 5 and 7.
  ["w.1.marks", u32([2, 4], 0b0110, 0, 0, 0, 0b1000, 0, 0, 0)],
  ["w.1.codes", { dtype: "U8", shape: [1, 3], data: Uint8Array.of(0, 5, 7) }],
  ["w.2.marks", u32([1, 4], 0b1001, 0, 0, 0)],
  // + − in row 0, − + in row 1
  ["w.2.bits", u32([2, 4], 0b10, 0, 0, 0, 0b01, 0, 0, 0)],
  ["w.2.scales", f32([2], 10, 20)],
]);

describe("sparse terms", () => {
  test("are stored only where they are marked", () => {
    const specs = weightTensors({ tensor: "w", code }, 2, 4);
    expect(new Map([...specs].map(([name, { shape }]) => [name, shape]))).toEqual(
      new Map([...tensors].map(([name, { shape }]) => [name, shape])),
    );
    expect(formatCode(code)).toBe(
      "row + 0.5·bipolar + 2 + 3·uint8 at 3 weights + row·bipolar at 2 columns",
    );
  });

  test("are 0 elsewhere; an offset stands where a digit is, a 0 too", () => {
    const numbers = realOf(codedWeights(tensorReader({ tensors }), { tensor: "w", code }, 2, 4));
    expect([...numbers.data]).toEqual([
      ...[100.5 + 10, 99.5 + 2, 100.5 + 17, 100.5 - 10],
      ...[199.5 - 20, 199.5, 200.5, 200.5 + 23 + 20],
    ]);
  });

  const description: LanguageModelDescription = {
    name: "sparse",
    task: "language-model",
    predicts: "next",
    text: {
      tokens: { vocabularySize: 2, padding: 0, begin: 0, end: 1 },
      maximumLength: 4,
    },
    graph: {
      inputs: [{ name: "ids", kind: "ids", count: 2 }],
      nodes: [
        {
          ...{ op: "embedding", name: "x", inputs: ["ids"], features: 4, multiplier: 1 },
          table: { tensor: "w", code },
        },
        {
          ...{ op: "dense", name: "scores", inputs: ["x"], outFeatures: 2, bias: false },
          weights: { tensor: "w", code },
        },
      ],
      output: "scores",
    },
  };

  test("are written into descriptions, and read", () => {
    expect(parseDescription(JSON.stringify(description))).toEqual(description);
    expect(checkModel({ description, tensors, metadata: {} }).tensors.size).toBe(7);
  });

  test("with marks that are not as many as the code says are refused", () => {
    const marked = new Map(tensors).set("w.2.marks", u32([1, 4], 0b1011, 0, 0, 0));
    expect(() => checkModel({ description, tensors: marked, metadata: {} })).toThrow(
      'tensor "w.2.marks" must mark 2, as its code says, got 3',
    );
  });

  test("are no part of the codes of values", () => {
    const threshold = {
      ...{ op: "threshold", name: "t", inputs: ["x"], thresholds: [0], flips: false },
      code: [{ digit: "bipolar", sparse: { columns: 1 } }],
    };
    const graph = { ...description.graph, nodes: [description.graph.nodes[0], threshold] };
    expect(() => parseDescription(JSON.stringify({ ...description, graph }))).toThrow(
      'must not have a field "sparse"',
    );
  });
});
