import { bipolar, float32, int32, unsigned } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import {
  type AttentionNode,
  type Graph,
  type GraphInput,
  inferTypes,
  type Node,
  type PoolNode,
} from "../src/index.ts";
import { imageSystems, square } from "./image-systems.ts";
import { smallDescription } from "./small-model.ts";

const inputs: readonly GraphInput[] = [
  { name: "ids", kind: "ids", count: 11 },
  { name: "x", kind: "rows", features: 6 },
  { name: "y", kind: "rows", features: 6 },
  { name: "keys", kind: "rows", features: 4 },
  { name: "narrow", kind: "rows", features: 2 },
  { name: "map", kind: "map", height: 5, width: 4, features: 6, code: [{ digit: "uint8" }] },
];
const graph = (...nodes: readonly Node[]): Graph => ({
  inputs,
  nodes,
  output: nodes[nodes.length - 1]?.name ?? "nothing",
});
const relu = (name: string, input: string): Node => ({
  op: "activation",
  name,
  inputs: [input],
  function: "relu",
  shifts: false,
});
const attention = (
  inputs: readonly [string, string, string],
  causal: boolean,
  heads = 3,
): AttentionNode => ({
  op: "attention",
  name: "mix",
  inputs,
  heads,
  causal,
  probabilities: { keep: "all" },
});
const sign = (input: string, rest: object = {}): Node => ({
  op: "threshold",
  name: "sign",
  inputs: [input],
  thresholds: [0],
  flips: false,
  code: bipolar,
  ...rest,
});
const rotary = (input: string, rest: object = {}): Node => ({
  op: "rotary-position",
  name: "turned",
  inputs: [input],
  heads: 3,
  rotated: 2,
  frequencies: { tensor: "f", code: float32 },
  maximumLength: 9,
  ...rest,
});
const pool = (window: PoolNode["window"], take: PoolNode["take"] = "maximum"): Node => ({
  op: "pool",
  name: "pool",
  inputs: ["map"],
  take,
  window,
});
const conv = (x: string, rest: object = {}): Node => ({
  op: "convolution",
  name: "conv",
  inputs: [x],
  outFeatures: 4,
  window: square(3, 1, 1),
  groups: 1,
  weights: { tensor: "conv", code: bipolar },
  bias: false,
  ...rest,
});
const typeOf = (...nodes: readonly Node[]) =>
  inferTypes(graph(...nodes)).get(nodes.at(-1)?.name ?? "");

describe("inferTypes", () => {
  test("names every value of the encoder in order", () => {
    const numbers = (features: number, code = float32) => ({
      kind: "numbers",
      domain: { kind: "sequence", of: "source" },
      features,
      code,
    });
    expect([...inferTypes(smallDescription.graphs.encoder)]).toEqual([
      ["source", { kind: "ids", domain: { kind: "sequence", of: "source" }, count: 11 }],
      ["embedding", numbers(6)],
      ["position", numbers(6)],
      ["position.signs", numbers(6, [{ digit: "bipolar", scale: "row" }])],
      ["encoder/in", numbers(5)],
      ["relu", numbers(5)],
      ["encoder/out", numbers(6)],
      ["sum", numbers(6)],
      ["encoder/norm", numbers(6)],
    ]);
  });

  test("keeps the rows of both decoder inputs apart", () => {
    const types = inferTypes(smallDescription.graphs.decoder);
    expect(types.get("decoder/key")?.domain).toEqual({ kind: "sequence", of: "encoded" });
    expect(types.get("decoder/cross")?.domain).toEqual({ kind: "sequence", of: "target" });
    expect(types.get("scores")).toMatchObject({ features: 11, code: float32 });
  });

  test("a product of integers is an exact int32, with a bias or a scale a float", () => {
    const product = (x: string, rest: object = {}) => ({ ...conv(x, rest), name: "conv" });
    expect(typeOf(product("map"))).toMatchObject({ features: 4, code: int32 });
    expect(typeOf(product("map", { bias: true }))).toMatchObject({ code: float32 });
    const scaled = { tensor: "conv", code: [{ digit: "bipolar", scale: "row" }] };
    expect(typeOf(product("map", { weights: scaled }))).toMatchObject({ code: float32 });
    expect(typeOf(sign("map", { code: unsigned(2), thresholds: [1, 5, 9] }))).toMatchObject({
      code: unsigned(2),
    });
  });

  test("keys and values may have fewer heads than queries; rotary positions keep the type", () => {
    const rows = { domain: { kind: "sequence", of: "x" }, features: 6, code: float32 };
    expect(typeOf(attention(["x", "narrow", "narrow"], false))).toMatchObject(rows);
    expect(typeOf(rotary("x"))).toMatchObject(rows);
  });

  test("windows make smaller maps, pooling everything makes a row", () => {
    const map = (height: number, width: number) => ({ kind: "map", height, width });
    expect(typeOf(conv("map", { window: square(3) }))?.domain).toEqual(map(3, 2));
    expect(typeOf(conv("map", { window: square(3, 2, 1) }))?.domain).toEqual(map(3, 2));
    expect(typeOf(pool(square(2, 2)))).toMatchObject({
      domain: map(2, 2),
      code: [{ digit: "uint8" }],
    });
    expect(typeOf(pool("all", "mean"))).toMatchObject({ domain: map(1, 1), code: float32 });
  });

  test.each(imageSystems)("$name gives a row of numbers", ({ graph }) => {
    const type = inferTypes(graph).get(graph.output);
    expect(type).toMatchObject({
      kind: "numbers",
      domain: { kind: "map", height: 1, width: 1 },
    });
  });

  test.each<[string, Graph, string]>([
    ["no nodes", graph(), 'output must name a node, got "nothing"'],
    ["a name twice", graph(relu("a", "x"), relu("a", "x")), 'the name "a" must occur once'],
    ["a node named as an input", graph(relu("x", "y")), 'the name "x" must occur once'],
    [
      "an input that does not exist",
      graph(relu("a", "b")),
      'node "a" (activation): input "b" must name a graph input or an earlier node',
    ],
    ["a later node", graph(relu("a", "b"), relu("b", "a")), 'input "b" must name'],
    ["a node of its own", graph(relu("a", "a")), 'input "a" must name'],
    ["ids where numbers belong", graph(relu("a", "ids")), 'input "ids" must be numbers, got ids'],
    [
      "numbers where ids belong",
      graph({
        op: "embedding",
        name: "e",
        inputs: ["x"],
        features: 6,
        multiplier: 1,
        table: { tensor: "t", code: float32 },
      }),
      'node "e" (embedding): input "x" must be ids, got numbers',
    ],
    [
      "a sum over two sequences",
      graph({ op: "add", name: "s", inputs: ["x", "y"] }),
      'input "x" and input "y" must stand on the same rows, got those of "x" and "y"',
    ],
    [
      "a sum over a sequence and a map",
      graph({ op: "add", name: "s", inputs: ["x", "map"] }),
      'got those of "x" and "5×4"',
    ],
    [
      "a product of three features and two",
      graph(conv("map"), { op: "multiply", name: "s", inputs: ["map", "conv"] }),
      "b must have the features of a (6) or one, got 4",
    ],
    [
      "codes side by side that differ",
      graph(conv("map"), { op: "concatenate", name: "s", inputs: ["map", "conv"] }),
      "all inputs must be of one code, got uint8 and int32",
    ],
    [
      "groups that do not divide",
      graph({ op: "layer-norm", name: "n", inputs: ["x"], groups: 4, epsilon: 1e-6 }),
      "features (6) must be a multiple of groups (4)",
    ],
    [
      "an odd position table",
      graph(
        {
          op: "dense",
          name: "d",
          inputs: ["x"],
          outFeatures: 5,
          weights: { tensor: "d", code: float32 },
          bias: false,
        },
        { op: "position", name: "p", inputs: ["d"], maximumLength: 7, table: "sinusoidal" },
      ),
      'node "p" (position): features must be even and at least 4, got 5',
    ],
    [
      "fewer positions than pixels",
      graph({ op: "position", name: "p", inputs: ["map"], maximumLength: 19, table: "sinusoidal" }),
      "maximumLength (19) must be at least the pixels of the map (20)",
    ],
    [
      "keys and values of two sequences",
      graph(attention(["x", "x", "y"], false)),
      'input "x" and input "y" must stand on the same rows',
    ],
    [
      "a causal view of another sequence",
      graph(attention(["x", "y", "y"], true)),
      "must stand on the same rows",
    ],
    [
      "more rotated features than a head has",
      graph(rotary("x", { rotated: 4 })),
      "rotated must be even and at most the features of a head (2), got 4",
    ],
    [
      "half of a pair to rotate",
      graph(rotary("x", { rotated: 1 })),
      "rotated must be even and at most the features of a head (2), got 1",
    ],
    [
      "heads to rotate that do not divide",
      graph(rotary("x", { heads: 4 })),
      "features (6) must be a multiple of heads (4)",
    ],
    [
      "rotary positions of a map",
      graph(rotary("map")),
      "x must stand on a sequence, whose rows have positions",
    ],
    [
      "frequencies of bytes",
      graph(rotary("x", { frequencies: { tensor: "f", code: [{ digit: "int8" }] } })),
      "frequencies must be float32, got int8",
    ],
    [
      "rotary positions without a bound",
      graph(rotary("x", { maximumLength: 2 ** 25 + 1 })),
      "maximumLength (33554433) times rotated (2) must be at most 67108864",
    ],
    [
      "keys of fewer heads that do not divide",
      graph(attention(["x", "keys", "keys"], false)),
      "those of fewer heads (of 2 features, by which 3 can be divided), got 6, 4 and 4",
    ],
    [
      "heads that do not divide",
      graph(attention(["x", "x", "x"], false, 4)),
      "features (6) must be a multiple of heads (4)",
    ],
    [
      "a window on a sequence",
      graph(conv("x")),
      'input "x" must stand on a map, got positions of "x"',
    ],
    [
      "a window larger than the map",
      graph(conv("map", { window: square(6) })),
      "the window (6×6) must fit into the padded map (5×4)",
    ],
    [
      "a margin between integers that is none",
      graph(conv("map", { window: square(3, 1, 1, 0.5) })),
      "window.padding.value must be an integer, as the values are, got 0.5",
    ],
    [
      "groups of channels that do not divide",
      graph(conv("map", { groups: 4 })),
      "features (6) and outFeatures (4) must be multiples of groups (4)",
    ],
    [
      "a pool that may see nothing",
      graph(pool(square(2, 1, 2))),
      "window.padding must leave a pixel of the map under each place",
    ],
    [
      "thresholds that the code has no levels for",
      graph(sign("x", { thresholds: [0, 1] })),
      "code: 2 thresholds make 3 levels, got a code of 2",
    ],
    [
      "a scale of each row that nobody finds",
      graph(sign("x", { code: [{ digit: "bipolar", scale: "row" }] })),
      'rowScale must be there exactly if a scale of the code is "row"',
    ],
    [
      "a scale of each row that nobody wants",
      graph(sign("x", { rowScale: "half-maximum" })),
      "rowScale must be there exactly if",
    ],
    [
      "numbers where bits belong",
      graph({
        op: "look-up",
        name: "l",
        inputs: ["map"],
        outFeatures: 2,
        tuples: 3,
        tupleSize: 4,
        entries: 16,
        hashes: 0,
        mappings: "shared",
        entry: "bit",
      }),
      "x must be bits",
    ],
    [
      "numbers where truth tables read bits",
      graph({
        ...{ op: "truth-tables", name: "t", inputs: ["map"], tables: 2, inputsPerTable: 2 },
      }),
      "x must be digits 0 and 1",
    ],
  ])("refuses %s", (_, broken, message) => {
    expect(() => inferTypes(broken)).toThrow(RangeError);
    expect(() => inferTypes(broken)).toThrow(message);
  });

  test("attention answers on the rows of its queries", () => {
    expect(typeOf(attention(["x", "y", "y"], false))).toEqual({
      kind: "numbers",
      domain: { kind: "sequence", of: "x" },
      features: 6,
      code: float32,
    });
  });
});
