import { thermometer } from "@bnnkit/core";
import { type Node, type PackedModel, truthTableTensors } from "@bnnkit/model";

/** Of two float32 numbers, with two thresholds. */
export const encoder: Node & { readonly op: "threshold" } = {
  ...{ op: "threshold", name: "bits", inputs: ["x"], thresholds: [-0.5, 1.25], flips: false },
  code: thermometer([1, 2]),
};
const gates: Node & { readonly op: "truth-tables" } = {
  ...{ op: "truth-tables", name: "gates", inputs: ["bits"], tables: 4, inputsPerTable: 2 },
};

/** Or, and; exclusive or, not and, of bits of two numbers. */
export function gatesModel(first: Node): PackedModel {
  const tensors = truthTableTensors("gates", {
    inputsPerTable: 2,
    connections: Int32Array.of(0, 1, 2, 3, 0, 3, 1, 2),
    tables: Uint32Array.of(0b0111_0110_1000_1110),
  });
  const code = [{ digit: "float32" }] as const;
  const inputs = [{ name: "x", kind: "map", height: 1, width: 1, features: 2, code }] as const;
  const votes: Node = { op: "group-sum", name: "votes", inputs: ["gates"], groups: 2 };
  const nodes: readonly Node[] = [first, { ...gates, inputs: [first.name] }, votes];
  const graph = { inputs, nodes, output: "votes" };
  return { description: { name: "gates", task: "classification", graph }, tensors, metadata: {} };
}
