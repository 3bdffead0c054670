import { describe, expect, test } from "vitest";
import { type Graph, type GraphInput, inferShapes, type Node } from "../src/index.ts";
import { smallDescription } from "./small-model.ts";

const inputs: readonly GraphInput[] = [
  { name: "ids", kind: "tokens" },
  { name: "x", kind: "features", features: 6 },
  { name: "y", kind: "features", features: 6 },
];
const graph = (...nodes: readonly Node[]): Graph => ({
  inputs,
  nodes,
  output: nodes[nodes.length - 1]?.name ?? "nothing",
});
const relu = (name: string, input: string, features = 6): Node => ({
  op: "relu",
  name,
  inputs: [input],
  features,
});
const attention = (inputs: readonly [string, string, string], causal: boolean): Node => ({
  op: "attention",
  name: "mix",
  inputs,
  heads: 3,
  headFeatures: 2,
  causal,
  bits: 1,
});

describe("inferShapes", () => {
  test("names every value of the encoder in order", () => {
    const features = (n: number) => ({ kind: "features", positions: "source", features: n });
    expect([...inferShapes(smallDescription.graphs.encoder)]).toEqual([
      ["source", { kind: "tokens", positions: "source" }],
      ["embedding", features(6)],
      ["position", features(6)],
      ["encoder/in", features(5)],
      ["relu", features(5)],
      ["encoder/out", features(6)],
      ["sum", features(6)],
      ["encoder/norm", features(6)],
    ]);
  });

  test("keeps the positions of both decoder inputs apart", () => {
    const shapes = inferShapes(smallDescription.graphs.decoder);
    expect(shapes.get("decoder/key")?.positions).toBe("encoded");
    expect(shapes.get("decoder/cross")?.positions).toBe("target");
    expect(shapes.get("logits")).toEqual({
      kind: "logits",
      positions: "target",
      vocabularySize: 11,
    });
  });

  test.each<[string, Graph, string]>([
    ["no nodes", graph(), 'output must name a node, got "nothing"'],
    ["a name twice", graph(relu("a", "x"), relu("a", "x")), 'the name "a" must occur once'],
    ["a node named as an input", graph(relu("x", "y")), 'the name "x" must occur once'],
    [
      "an input that does not exist",
      graph(relu("a", "b")),
      'node "a" (relu): input "b" must name a graph input or an earlier node',
    ],
    ["a later node", graph(relu("a", "b"), relu("b", "a")), 'node "a" (relu): input "b" must name'],
    ["a node of its own", graph(relu("a", "a")), 'input "a" must name'],
    [
      "ids where features belong",
      graph(relu("a", "ids")),
      'input "ids" must be 6 features, got tokens',
    ],
    ["another width", graph(relu("a", "x", 5)), 'input "x" must be 5 features, got 6 features'],
    [
      "features where ids belong",
      graph({
        op: "embedding",
        name: "e",
        inputs: ["x"],
        vocabularySize: 11,
        features: 6,
        multiplier: 1,
        table: "t",
        bits: 8,
      }),
      'node "e" (embedding): input "x" must be tokens, got features',
    ],
    [
      "a sum over two sequences",
      graph({ op: "add", name: "s", inputs: ["x", "y"], features: 6 }),
      'a and b must have the same positions, got those of "x" and "y"',
    ],
    [
      "groups that do not divide",
      graph({ op: "layer-norm", name: "n", inputs: ["x"], features: 6, groups: 4, epsilon: 1e-6 }),
      "features (6) must be a multiple of groups (4)",
    ],
    [
      "an odd position table",
      graph(
        {
          op: "dense",
          name: "d",
          inputs: ["x"],
          inFeatures: 6,
          outFeatures: 5,
          weightBits: 1,
          activationBits: 1,
          bias: false,
        },
        { op: "sinusoidal-position", name: "p", inputs: ["d"], features: 5, maximumLength: 7 },
      ),
      'node "p" (sinusoidal-position): features must be even and at least 4, got 5',
    ],
    [
      "keys and values of two sequences",
      graph(attention(["x", "x", "y"], false)),
      "key and value must have the same positions",
    ],
    [
      "a causal view of another sequence",
      graph(attention(["x", "y", "y"], true)),
      "causal attention must have keys on the positions of its queries",
    ],
  ])("refuses %s", (_, broken, message) => {
    expect(() => inferShapes(broken)).toThrow(RangeError);
    expect(() => inferShapes(broken)).toThrow(message);
  });

  test("attention answers on the positions of its queries", () => {
    expect(inferShapes(graph(attention(["x", "y", "y"], false))).get("mix")).toEqual({
      kind: "features",
      positions: "x",
      features: 3 * 2,
    });
  });
});
