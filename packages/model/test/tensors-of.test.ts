import { type Code, float32, unsigned } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import { type DenseNode, type Node, tensorsOf, tensorsOfNode, typeGraph } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const input = { name: "x", kind: "rows", features: 129 } as const;

/** The tensors of one node that reads 129 features. */
function tensorsOfOne(node: Node): Record<string, string> {
  const { nodes } = typeGraph({ inputs: [input], nodes: [node], output: node.name }, "test");
  return Object.fromEntries(
    nodes.flatMap((typed) =>
      [...tensorsOfNode(typed)].map(([name, { dtype, shape }]) => [name, `${dtype} ${shape}`]),
    ),
  );
}

const dense = (...code: Code): DenseNode => ({
  op: "dense",
  name: "d",
  inputs: ["x"],
  outFeatures: 7,
  weights: { tensor: "w", code },
  bias: false,
});

describe("tensorsOfNode", () => {
  test.each<[Node, Record<string, string>]>([
    [dense({ digit: "bipolar", scale: "row" }), { "w.bits": "U32 7,8", "w.scales": "F32 7" }],
    [
      { ...dense({ digit: "float32" }), bias: true },
      { "w.weights": "F32 7,129", "d.bias": "F32 7" },
    ],
    [dense({ digit: "ternary" }), { "w.mask": "U32 7,8", "w.sign": "U32 7,8" }],
    [
      dense({ digit: "int8", scale: "row", offset: "row", slices: 3 }),
      { "w.codes": "I8 7,129", "w.scales": "F32 7,3", "w.offsets": "F32 7,3" },
    ],
    [
      dense({ digit: "bipolar", scale: "row" }, { digit: "power", exponents: [-3, 0] }),
      { "w.0.bits": "U32 7,8", "w.0.scales": "F32 7", "w.1.codes": "U8 7,129" },
    ],
    [
      { op: "layer-norm", name: "n", inputs: ["x"], groups: 3, epsilon: 1 },
      { "n.gamma": "F32 43", "n.beta": "F32 43" },
    ],
    [
      {
        op: "threshold",
        name: "t",
        inputs: ["x"],
        thresholds: { perFeature: 3 },
        flips: true,
        code: unsigned(2),
      },
      { "t.thresholds": "F32 129,3", "t.flips": "U32 1,8" },
    ],
    [
      { op: "activation", name: "a", inputs: ["x"], function: "prelu", shifts: true },
      { "a.slopes": "F32 129", "a.before": "F32 129", "a.after": "F32 129" },
    ],
    [
      { op: "affine", name: "a", inputs: ["x"], scales: false, offsets: true },
      { "a.offsets": "F32 129" },
    ],
    [
      {
        op: "position",
        name: "p",
        inputs: ["x"],
        maximumLength: 5,
        table: { tensor: "t", code: float32 },
      },
      { "t.weights": "F32 5,129" },
    ],
    [{ op: "activation", name: "r", inputs: ["x"], function: "relu", shifts: false }, {}],
  ])("%j", (node, expected) => {
    expect(tensorsOfOne(node)).toEqual(expected);
  });
});

describe("tensorsOf", () => {
  test("lists a shared table once", () => {
    expect([...tensorsOf(smallDescription).keys()].sort()).toEqual([
      "decoder/key-norm.beta",
      "decoder/key-norm.gamma",
      "decoder/key.bias",
      "decoder/key.weights",
      "encoder/in.bias",
      "encoder/in.bits",
      "encoder/in.scales",
      "encoder/norm.beta",
      "encoder/norm.gamma",
      "encoder/out.bits",
      "encoder/out.scales",
      "words.codes",
      "words.scales",
    ]);
  });

  test("refuses two nodes of one name that both have tensors", () => {
    const { encoder, decoder } = smallDescription.graphs;
    const norm = { ...encoder.nodes[7], inputs: ["encoded"] } as Node;
    const graphs = { encoder, decoder: { ...decoder, nodes: [norm, ...decoder.nodes] } };
    expect(() => tensorsOf({ ...smallDescription, graphs })).toThrow(
      'tensorsOf: tensor "encoder/norm.gamma" must belong to one of node "encoder/norm" of the encoder and node "encoder/norm" of the decoder',
    );
  });
});
