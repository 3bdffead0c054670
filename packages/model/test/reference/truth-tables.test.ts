import { thermometer } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import {
  type ClassificationDescription,
  formatSummary,
  readModel,
  summarize,
  truthTableTensors,
  writeModel,
} from "../../src/index.ts";
import { evaluateGraph, matrix } from "../../src/reference/index.ts";

const description: ClassificationDescription = {
  name: "logic",
  task: "classification",
  graph: {
    inputs: [
      { name: "x", kind: "map", height: 1, width: 1, features: 2, code: [{ digit: "uint8" }] },
    ],
    nodes: [
      {
        ...{ op: "threshold", name: "bits", inputs: ["x"], thresholds: [10, 20], flips: false },
        code: thermometer([1, 2]),
      },
      { op: "truth-tables", name: "first", inputs: ["bits"], tables: 2, inputsPerTable: 3 },
      { op: "truth-tables", name: "second", inputs: ["first"], tables: 4, inputsPerTable: 2 },
      { op: "group-sum", name: "votes", inputs: ["second"], groups: 2 },
    ],
    output: "votes",
  },
};

// Bits: x0 ≥ 10, x1 ≥ 10, x0 ≥ 20, x1 ≥ 20. First: the majority of bits 0, 1, 2; bit 3 alone (its highest input).
// Second: and, or, exclusive or, first input alone.
const tensors = new Map([
  ...truthTableTensors("first", {
    inputsPerTable: 3,
    connections: Int32Array.of(0, 1, 2, 0, 1, 3),
    tables: Uint32Array.of(0b11110000_11101000),
  }),
  ...truthTableTensors("second", {
    inputsPerTable: 2,
    connections: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
    tables: Uint32Array.of(0b1010_0110_1110_1000),
  }),
]);

/** The votes for two numbers. */
function votes(...x: readonly [number, number]): readonly number[] {
  const rows = matrix(1, 2, (_, column) => x[column] ?? 0);
  return [...evaluateGraph({ tensors }, description.graph, new Map([["x", rows]])).data];
}

describe("layers of truth tables", () => {
  test("input j is bit j of the address; groups are runs of tables", () => {
    expect(votes(0, 0)).toEqual([0, 0]); // 0 0
    expect(votes(20, 0)).toEqual([1, 2]); // 1 0: or; exclusive or and the first
    expect(votes(0, 20)).toEqual([1, 1]); // 0 1: or; exclusive or
    expect(votes(20, 20)).toEqual([2, 1]); // 1 1: and, or; the first
  });

  test("is a model file, with its tables counted", () => {
    const model = readModel(writeModel({ description, tensors, metadata: {} }));
    const x = new Map([["x", matrix(1, 2, () => 20)]]);
    expect([...evaluateGraph(model, description.graph, x).data]).toEqual([2, 1]);
    const summary = summarize(model);
    expect(summary.work.perRow).toEqual({ "truth-table": 6 });
    expect(formatSummary(summary)).toContain("truth-tables");
  });

  test("a connection to no bit, and a bit behind the last table, are refused", () => {
    const tampered = (name: string, index: number, value: number): (() => unknown) => {
      const own = new Map(tensors);
      const tensor = own.get(name);
      if (tensor === undefined) throw new Error(name);
      const data = tensor.data.slice();
      data[index] = value;
      if (data instanceof Int32Array) own.set(name, { ...tensor, dtype: "I32", data });
      if (data instanceof Uint32Array) own.set(name, { ...tensor, dtype: "U32", data });
      return () => writeModel({ description, tensors: own, metadata: {} });
    };
    expect(tampered("first.connections", 0, 4)).toThrow("be in 0 … 3");
    expect(tampered("first.connections", 0, -1)).toThrow("be in 0 … 3");
    expect(tampered("first.tables", 0, 1 << 16)).toThrow(RangeError);
  });

  test("tensors of another length, and bits that no groups divide, are refused", () => {
    const layer = {
      inputsPerTable: 2,
      connections: Int32Array.of(0, 1),
      tables: new Uint32Array(2),
    };
    expect(() => truthTableTensors("t", layer)).toThrow("tables");
    expect(() => truthTableTensors("t", { ...layer, inputsPerTable: 9 })).toThrow("inputsPerTable");
    expect(() => truthTableTensors("t", { ...layer, connections: Int32Array.of(0, 1, 0) })).toThrow(
      "connections",
    );
    const nodes = [
      ...description.graph.nodes.slice(0, 1),
      { op: "group-sum", name: "votes", inputs: ["bits"], groups: 3 } as const,
    ];
    const broken = { ...description, graph: { ...description.graph, nodes } };
    expect(() => writeModel({ description: broken, tensors: new Map(), metadata: {} })).toThrow(
      "bits (4) must be a multiple of groups (3)",
    );
  });
});
