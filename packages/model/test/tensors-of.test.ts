import { describe, expect, test } from "vitest";
import { type DenseNode, type Node, tensorsOf, tensorsOfNode } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const dense: DenseNode = {
  op: "dense",
  name: "d",
  inputs: ["x"],
  inFeatures: 129,
  outFeatures: 7,
  weightBits: 1,
  activationBits: 1,
  bias: true,
};

describe("tensorsOfNode", () => {
  test.each<[Node, Record<string, string>]>([
    [dense, { "d.bits": `U32 ${[7, 4 * 2]}`, "d.scales": "F32 7", "d.bias": "F32 7" }],
    [
      { ...dense, inFeatures: 128, bias: false },
      { "d.bits": `U32 ${[7, 4]}`, "d.scales": "F32 7" },
    ],
    [
      { ...dense, weightBits: 32 },
      { "d.weights": `F32 ${[7, 129]}`, "d.bias": "F32 7" },
    ],
    [
      { op: "layer-norm", name: "n", inputs: ["x"], features: 15, groups: 3, epsilon: 1 },
      { "n.gamma": "F32 5", "n.beta": "F32 5" },
    ],
    [
      {
        op: "logits",
        name: "l",
        inputs: ["x"],
        features: 5,
        vocabularySize: 11,
        table: "t",
        bits: 8,
      },
      { "t.codes": `I8 ${[11, 5]}`, "t.scales": "F32 11" },
    ],
    [
      {
        op: "logits",
        name: "l",
        inputs: ["x"],
        features: 5,
        vocabularySize: 11,
        table: "t",
        bits: 32,
      },
      { t: `F32 ${[11, 5]}` },
    ],
    [{ op: "relu", name: "r", inputs: ["x"], features: 5 }, {}],
  ])("%j", (node, expected) => {
    const specs = [...tensorsOfNode(node)].map(([name, spec]) => [
      name,
      `${spec.dtype} ${spec.shape}`,
    ]);
    expect(Object.fromEntries(specs)).toEqual(expected);
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
    const norm = { ...encoder.nodes[6], inputs: ["encoded"] } as Node;
    const graphs = { encoder, decoder: { ...decoder, nodes: [norm, ...decoder.nodes] } };
    expect(() => tensorsOf({ ...smallDescription, graphs })).toThrow(
      'tensorsOf: tensor "encoder/norm.gamma" must belong to one of node "encoder/norm" of the encoder and node "encoder/norm" of the decoder',
    );
  });
});
