import type { Graph, Node } from "@bnnkit/model";
import { expect, test } from "vitest";
import { fuseGraph } from "../../src/compile/fusion.ts";

const embedding: Node = {
  op: "embedding",
  name: "e",
  inputs: ["t"],
  vocabularySize: 3,
  features: 4,
  multiplier: 1,
  table: "T",
  bits: 32,
};
const position = (name: string): Node => {
  return { op: "sinusoidal-position", name, inputs: ["e"], features: 4, maximumLength: 5 };
};
const norm = (name: string, input: string): Node => {
  return { op: "layer-norm", name, inputs: [input], features: 4, groups: 1, epsilon: 1e-6 };
};
const add = (name: string, a: string, b: string): Node => {
  return { op: "add", name, inputs: [a, b], features: 4 };
};
const graph = (output: string, ...nodes: Node[]): Graph => {
  return { inputs: [{ name: "t", kind: "tokens" }], nodes, output };
};
const kinds = (g: Graph) => {
  const { nodes, fusions } = fuseGraph(g);
  return nodes.map(
    ({ name }) => `${name}${fusions.has(name) ? `: ${fusions.get(name)!.kind}` : ""}`,
  );
};

test("an embedding, a dense node and a norm join what reads them alone", () => {
  const dense: Node = {
    op: "dense",
    name: "d",
    inputs: ["p"],
    inFeatures: 4,
    outFeatures: 4,
    weightBits: 1,
    activationBits: 1,
    bias: true,
  };
  const relu: Node = { op: "relu", name: "r", inputs: ["d"], features: 4 };
  const g = graph("s", embedding, position("p"), dense, relu, norm("n", "r"), add("s", "n", "p"));
  expect(kinds(g)).toEqual([
    "p: embedding with positions",
    "r: dense with relu",
    "s: norm with addend",
  ]);
  expect(fuseGraph(g).fusions.get("s")).toMatchObject({ addend: "p" });
});

test("a value with two readers, or that the graph returns, is written", () => {
  const twice = graph("s", embedding, position("p"), norm("n", "p"), add("s", "n", "n"));
  expect(kinds(twice)).toEqual(["p: embedding with positions", "n", "s"]);
  const shared = graph("s", embedding, position("p"), norm("n", "e"), add("s", "p", "n"));
  expect(kinds(shared)).toEqual(["e", "p", "s: norm with addend"]);
  expect(kinds(graph("e", embedding, position("p")))).toEqual(["e"]);
});

test("of two norms one is fused", () => {
  const g = graph("s", embedding, norm("m", "e"), norm("n", "e"), add("s", "m", "n"));
  expect(kinds(g)).toEqual(["e", "n", "s: norm with addend"]);
  expect(fuseGraph(g).fusions.get("s")).toMatchObject({ addend: "n" });
});
