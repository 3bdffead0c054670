import {
  bases,
  bipolar,
  type Code,
  float32,
  odd,
  type Padding,
  ternary,
  thermometer,
  unipolar,
  unsigned,
  type Window,
} from "@bnnkit/core";
import type {
  ActivationNode,
  ClassificationDescription,
  ConvolutionNode,
  DenseNode,
  LookUpNode,
  MapInput,
  Node,
  PoolNode,
  RoundNode,
  ThresholdNode,
} from "@bnnkit/model";

const int8: Code = [{ digit: "int8" }];
const int8Rows: Code = [{ digit: "int8", scale: "row" }];
const uint8: Code = [{ digit: "uint8" }];
const shiftedBytes: Code = [{ digit: "uint8", offset: -128 }];
const scaled: Code = [{ digit: "bipolar", scale: "row" }];
const ternaryRows: Code = [{ digit: "ternary", scale: "row" }];

/** A window of so many pixels each way; the margin is as wide on all sides. */
export function square(size: number, strides = 1, margin = 0, value = 0): Window {
  const padding: Padding = { top: margin, bottom: margin, left: margin, right: margin, value };
  return { size: [size, size], strides: [strides, strides], dilations: [1, 1], padding };
}

type Options = { readonly bias?: boolean; readonly groups?: number };

export function conv(
  name: string,
  x: string,
  outFeatures: number,
  code: Code,
  window: Window,
  { bias = false, groups = 1 }: Options = {},
): ConvolutionNode {
  const weights = { tensor: name, code };
  return { op: "convolution", name, inputs: [x], outFeatures, window, groups, weights, bias };
}

export function dense(
  name: string,
  x: string,
  outFeatures: number,
  code: Code,
  bias = false,
): DenseNode {
  return { op: "dense", name, inputs: [x], outFeatures, weights: { tensor: name, code }, bias };
}

export function sign(name: string, x: string, flips = false): ThresholdNode {
  return levels(name, x, bipolar, 1, flips);
}

function levels(name: string, x: string, code: Code, perFeature = 1, flips = false): ThresholdNode {
  return { op: "threshold", name, inputs: [x], thresholds: { perFeature }, flips, code };
}

export function pool(
  name: string,
  x: string,
  window: PoolNode["window"],
  take: PoolNode["take"] = "maximum",
): PoolNode {
  return { op: "pool", name, inputs: [x], take, window };
}

function activation(
  name: string,
  x: string,
  f: ActivationNode["function"],
  shifts = false,
): ActivationNode {
  return { op: "activation", name, inputs: [x], function: f, shifts };
}

function affine(name: string, x: string, scales = true, offsets = true): Node {
  return { op: "affine", name, inputs: [x], scales, offsets };
}

function round(
  name: string,
  x: string,
  step: RoundNode["step"],
  digit: RoundNode["digit"] = "int8",
  range: RoundNode["range"] = [-127, 127],
): RoundNode {
  return { op: "round", name, inputs: [x], step, digit, range };
}

export function classifier(
  name: string,
  input: Partial<Omit<MapInput, "name" | "kind">>,
  nodes: readonly Node[],
): ClassificationDescription {
  const image = { height: 7, width: 5, features: 3, code: uint8, ...input };
  const inputs: readonly MapInput[] = [{ name: "image", kind: "map", ...image }];
  return {
    name,
    task: "classification",
    graph: { inputs, nodes, output: nodes.at(-1)?.name ?? "" },
  };
}

function tables(name: string, x: string, count: number, inputsPerTable: number): Node {
  return { op: "truth-tables", name, inputs: [x], tables: count, inputsPerTable };
}

function groupSum(name: string, x: string, groups: number): Node {
  return { op: "group-sum", name, inputs: [x], groups };
}

function lookUp(name: string, x: string, shape: Partial<LookUpNode>): Node {
  const sizes = { outFeatures: 35, tuples: 1, tupleSize: 1, entries: 2, hashes: 0 };
  const choices = { mappings: "shared", entry: "bit" } as const;
  return { op: "look-up", name, inputs: [x], ...sizes, ...choices, ...shape };
}

const thermometerOf = (bits: number): Code =>
  thermometer(Array.from({ length: bits }, (_, bit) => bit + 1));

/** Networks of truth tables. */
export const logicNetworks: readonly ClassificationDescription[] = [
  classifier("gates of two bits", { height: 1, width: 1, features: 37, code: float32 }, [
    levels("bits", "image", thermometerOf(3), 3),
    tables("first", "bits", 150, 2),
    tables("second", "first", 70, 2),
    groupSum("votes", "second", 10),
    affine("scores", "votes"),
  ]),
  classifier("look-up tables over a long thermometer", { height: 2, width: 3, code: float32 }, [
    levels("bits", "image", thermometerOf(37), 37),
    tables("first", "bits", 64, 6),
    tables("second", "first", 33, 3),
    tables("third", "second", 40, 8),
    tables("fourth", "third", 30, 1),
    groupSum("scores", "fourth", 3),
  ]),
  classifier("tables that other layers read", { height: 2, width: 2, features: 5 }, [
    { ...levels("bits", "image", thermometerOf(2)), thresholds: [90, 170] },
    tables("first", "bits", 130, 4),
    groupSum("votes", "first", 5),
    dense("products", "first", 5, bipolar),
    { op: "add", name: "scores", inputs: ["votes", "products"] },
  ]),
  classifier("a thermometer of bytes of a map", { height: 3, width: 2, features: 5 }, [
    levels("bits", "image", thermometerOf(4), 4),
    tables("first", "bits", 60, 6),
    groupSum("scores", "first", 4),
  ]),
  classifier("filters of hashes, and RAM nodes with a mapping for each class", { height: 2 }, [
    { ...levels("bits", "image", thermometerOf(2)), thresholds: [90, 170] },
    lookUp("filters", "bits", { tuples: 9, tupleSize: 13, entries: 32, hashes: 2 }),
    lookUp("nodes", "bits", { tuples: 6, tupleSize: 4, entries: 16, mappings: "own" }),
    { op: "add", name: "scores", inputs: ["filters", "nodes"] },
  ]),
  classifier("counters that are bleached", { height: 1, width: 1, features: 20 }, [
    { ...levels("bits", "image", unipolar), thresholds: [128] },
    lookUp("shared", "bits", { tuples: 5, tupleSize: 3, entries: 8, entry: "counter" }),
    lookUp("own", "bits", {
      ...{ tuples: 17, tupleSize: 2, entries: 4, mappings: "own", entry: "counter" },
    }),
    { op: "add", name: "scores", inputs: ["shared", "own"] },
  ]),
  classifier("bits as scores", { height: 1, width: 1, features: 40 }, [
    { ...levels("bits", "image", unipolar), thresholds: [128] },
    tables("scores", "bits", 35, 5),
  ]),
];

/** Networks that take each way through the lowering of graphs over maps. */
export const networks: readonly ClassificationDescription[] = [
  classifier("dense layers of signs", { height: 1, width: 1, features: 37 }, [
    dense("first", "image", 70, int8),
    sign("first/sign", "first", true),
    dense("second", "first/sign", 130, bipolar),
    sign("second/sign", "second", true),
    dense("third", "second/sign", 10, bipolar),
    affine("scores", "third"),
  ]),
  classifier("convolutions of signs, pooled", { height: 13, width: 11 }, [
    conv("first", "image", 20, int8, square(3, 1, 1)),
    pool("first/pool", "first", square(2, 2)),
    sign("first/sign", "first/pool", true),
    conv("second", "first/sign", 33, bipolar, square(3, 1, 1, 1)),
    pool("second/pool", "second", square(2, 2)),
    sign("second/sign", "second/pool", true),
    conv("third", "second/sign", 40, bipolar, { ...square(3), size: [3, 2] }),
    sign("third/sign", "third"),
    dense("scores", "third/sign", 5, scaled, true),
  ]),
  classifier("a map of whole words as a row", { height: 4, width: 4 }, [
    conv("first", "image", 128, int8, square(3, 1, 1, 7)),
    sign("first/sign", "first"),
    conv("second", "first/sign", 17, bipolar, square(4)),
    sign("second/sign", "second", true),
    dense("scores", "second/sign", 3, bipolar),
  ]),
  classifier("margins of −1 and of zeros", {}, [
    conv("first", "image", 9, int8, square(3, 2, 1)),
    sign("a", "first"),
    conv("b", "a", 12, bipolar, square(3, 1, 1, -1)),
    sign("b/sign", "b"),
    conv("c", "b/sign", 8, scaled, square(3, 1, 1, 0), { bias: true }),
    activation("c/relu", "c", "relu"),
    pool("mean", "c/relu", "all", "mean"),
    dense("scores", "mean", 4, float32, true),
  ]),
  classifier("zeros around a single pixel, and around few of which one place is left", {}, [
    conv("first", "image", 9, int8, square(3, 3)),
    sign("a", "first"),
    conv("b", "a", 7, bipolar, square(3, 3, 1)),
    sign("b/sign", "b", true),
    conv("c", "b/sign", 8, scaled, square(3, 1, 1), { bias: true }),
    activation("c/relu", "c", "relu"),
    dense("scores", "c/relu", 4, float32, true),
  ]),
  classifier("scaled bytes of pixels in −1 … 1", {}, [
    conv("first", "image", 6, int8Rows, square(3, 1, 0), { bias: true }),
    sign("first/sign", "first"),
    conv("second", "first/sign", 6, bipolar, square(2), { groups: 3 }),
    activation("second/relu", "second", "relu"),
    pool("largest", "second/relu", "all"),
    dense("scores", "largest", 4, scaled),
  ]),
  classifier("floats with one-bit weights", { code: float32 }, [
    conv("first", "image", 8, scaled, square(3, 1, 1, 0.5), { bias: true }),
    activation("relu", "first", "relu"),
    pool("pool", "relu", square(2, 2)),
    conv("second", "pool", 6, bipolar, square(2)),
    activation("prelu", "second", "prelu"),
    conv("scores", "prelu", 4, float32, { ...square(2), size: [2, 1] }, { bias: true }),
  ]),
  classifier("a residual stream", {}, [
    conv("first", "image", 4, int8Rows, square(3, 1, 1), { bias: true }),
    sign("sign1", "first"),
    conv("depth", "sign1", 4, scaled, square(3, 1, 1), { bias: true, groups: 4 }),
    { op: "add", name: "sum1", inputs: ["depth", "first"] },
    activation("rprelu", "sum1", "prelu", true),
    sign("sign2", "rprelu"),
    dense("point", "sign2", 4, bipolar),
    { op: "add", name: "sum2", inputs: ["point", "rprelu"] },
    activation("relu", "sum2", "relu", true),
    pool("scores", "relu", "all", "mean"),
  ]),
  classifier("bits of pixels, pooled as bits", {}, [
    {
      op: "threshold",
      name: "bits",
      inputs: ["image"],
      thresholds: [128],
      flips: false,
      code: bipolar,
    },
    pool("pool", "bits", square(2)),
    conv("first", "pool", 6, bipolar, square(3)),
    affine("norm", "first", true, false),
    activation("relu", "norm", "relu"),
    pool("mean", "relu", "all", "mean"),
    sign("last", "mean"),
    dense("scores", "last", 3, bipolar, true),
  ]),
  classifier("a sum that is read twice", { height: 1, width: 1, features: 37 }, [
    dense("first", "image", 12, int8),
    sign("a", "first"),
    dense("left", "a", 6, bipolar),
    dense("right", "first", 6, float32, true),
    { op: "add", name: "scores", inputs: ["left", "right"] },
  ]),
];

/** Networks whose products take up an affine map and a ReLU or PReLU that alone read them, or must not. */
export const outputNetworks: readonly ClassificationDescription[] = [
  classifier("bytes, then bits on a map, each with all of an output", {}, [
    conv("bytes", "image", 12, int8, square(3, 1, 1)),
    affine("bytes/norm", "bytes"),
    activation("bytes/prelu", "bytes/norm", "prelu"),
    sign("bytes/sign", "bytes/prelu"),
    conv("bits", "bytes/sign", 9, bipolar, square(3, 1, 1, 0)),
    affine("bits/norm", "bits"),
    activation("bits/prelu", "bits/norm", "prelu"),
    sign("bits/sign", "bits/prelu"),
    dense("rows", "bits/sign", 7, bipolar),
    affine("rows/norm", "rows", false, true),
    activation("rows/prelu", "rows/norm", "prelu"),
    pool("scores", "rows/prelu", "all", "mean"),
  ]),
  classifier("floats with and without constants of their own", { code: float32 }, [
    dense("first", "image", 9, float32),
    affine("first/norm", "first", true, false),
    activation("first/prelu", "first/norm", "prelu"),
    dense("second", "first/prelu", 8, scaled, true),
    affine("second/norm", "second"),
    activation("second/relu", "second/norm", "relu"),
    dense("third", "second/relu", 6, bipolar, true),
    activation("third/prelu", "third", "prelu"),
    dense("fourth", "third/prelu", 5, bipolar),
    affine("fourth/norm", "fourth"),
    pool("scores", "fourth/norm", "all", "mean"),
  ]),
  classifier("whole numbers that an activation alone makes floats, and that two read", {}, [
    conv("first", "image", 6, int8, square(3)),
    activation("relu", "first", "relu"),
    sign("sign", "relu"),
    dense("second", "sign", 6, bipolar),
    affine("norm", "second"),
    { op: "add", name: "sum", inputs: ["norm", "second"] },
    activation("prelu", "sum", "prelu"),
    pool("scores", "prelu", "all", "mean"),
  ]),
  classifier("planes of bits", {}, [
    levels("q", "image", unsigned(2), 3),
    conv("first", "q", 6, odd(2), square(3)),
    affine("first/norm", "first"),
    activation("first/prelu", "first/norm", "prelu"),
    levels("t", "first/prelu", thermometer([0.5, 1.5]), 2),
    dense("second", "t", 5, ternary),
    affine("second/norm", "second"),
    activation("second/prelu", "second/norm", "prelu"),
    pool("scores", "second/prelu", "all", "mean"),
  ]),
  classifier("scales of rows, with a bias of bytes", { height: 1, width: 1, features: 30 }, [
    affine("floats", "image"),
    round("codes", "floats", "int8-step"),
    dense("first", "codes", 8, int8Rows, true),
    activation("prelu", "first", "prelu"),
    round("last", "prelu", "int8-step"),
    dense("scores", "last", 3, int8Rows),
  ]),
  classifier("one number for each pixel behind products of bits, bytes and floats", {}, [
    conv("first", "image", 6, int8Rows, square(3, 1, 1), { bias: true }),
    activation("magnitude", "first", "absolute"),
    conv("K", "magnitude", 1, [{ digit: "unipolar", scale: 1 / 54 }], square(3, 1, 1)),
    sign("sign", "first"),
    conv("bits", "sign", 5, scaled, square(3, 1, 1)),
    multiply("bits/K", "bits", "K"),
    activation("bits/prelu", "bits/K", "prelu"),
    conv("bytes", "image", 5, int8, square(3, 1, 1)),
    multiply("bytes/K", "bytes", "K"),
    dense("biased", "first", 5, float32, true),
    multiply("biased/K", "biased", "K"),
    dense("early", "first", 5, float32),
    dense("late", "first", 1, float32),
    multiply("early/late", "early", "late"),
    { op: "add", name: "a", inputs: ["bits/prelu", "bytes/K"] },
    { op: "add", name: "b", inputs: ["biased/K", "early/late"] },
    { op: "add", name: "sum", inputs: ["a", "b"] },
    pool("scores", "sum", "all", "mean"),
  ]),
  classifier("signs behind bytes with a whole offset, planes and bits", { code: shiftedBytes }, [
    conv("bytes", "image", 9, int8, square(3, 1, 1)),
    sign("bytes/sign", "bytes", true),
    conv("planes", "bytes/sign", 7, ternary, square(3)),
    sign("planes/sign", "planes", true),
    dense("rows", "planes/sign", 6, bipolar),
    sign("rows/sign", "rows", true),
    conv("scores", "rows/sign", 4, scaled, { ...square(5), size: [5, 3] }),
  ]),
  classifier("thresholds on bytes that no sum reaches, or every one", { code: shiftedBytes }, [
    conv("first", "image", 6, int8, square(3)),
    { ...sign("never", "first"), thresholds: [1e12] },
    conv("second", "image", 6, int8, square(3)),
    { ...sign("always", "second"), thresholds: [-1e12] },
    { op: "concatenate", name: "both", inputs: ["never", "always"] },
    conv("third", "both", 5, scaled, square(3)),
    pool("scores", "third", "all", "mean"),
  ]),
  classifier("a pool, or a second reader, between bytes and their sign", {}, [
    conv("pooled", "image", 6, int8, square(3)),
    pool("pool", "pooled", square(2)),
    sign("pool/sign", "pool"),
    conv("shared", "pool/sign", 6, ternary, square(1)),
    sign("shared/sign", "shared"),
    dense("rows", "shared/sign", 6, bipolar),
    { op: "add", name: "sum", inputs: ["rows", "shared"] },
    pool("scores", "sum", "all", "mean"),
  ]),
  classifier("digits of a step behind every product", {}, [
    conv("bytes", "image", 6, int8Rows, square(3, 1, 1), { bias: true }),
    activation("bytes/prelu", "bytes", "prelu"),
    round("bytes/q", "bytes/prelu", 0.75, "int8", [-100, 90]),
    sign("signs", "bytes/q"),
    dense("codes", "bytes/q", 7, int8),
    round("codes/q", "codes", 30.1),
    conv("bits", "signs", 7, scaled, square(3, 1, 1)),
    round("bits/q", "bits", 0.1, "uint8", [0, 200]),
    dense("whole", "signs", 7, bipolar),
    round("whole/q", "whole", 3, "int8", [-1, 2]),
    conv("planes", "signs", 7, [{ digit: "ternary", scale: "row" }], square(1)),
    activation("planes/relu", "planes", "relu"),
    round("planes/q", "planes/relu", 0.2, "uint8", [0, 255]),
    { op: "add", name: "a", inputs: ["codes/q", "bits/q"] },
    { op: "add", name: "b", inputs: ["whole/q", "planes/q"] },
    { op: "add", name: "sum", inputs: ["a", "b"] },
    pool("scores", "sum", "all", "mean"),
  ]),
  classifier("bits with a whole offset", { height: 1, width: 1, features: 30 }, [
    levels("even", "image", [{ digit: "bipolar", offset: 1 }]),
    dense("first", "even", 8, bipolar),
    sign("sign", "first"),
    dense("scores", "sign", 3, bipolar),
  ]),
];

/** Networks of sums of bits. */
export const planeNetworks: readonly ClassificationDescription[] = [
  classifier("two bits times two bits", {}, [
    conv("first", "image", 5, int8, square(3, 1, 1)),
    levels("q1", "first", unsigned(2), 3, true),
    conv("second", "q1", 6, odd(2), square(3, 2, 1)),
    levels("q2", "second", unsigned(2), 3),
    conv("scores", "q2", 4, scaled, { ...square(4), size: [4, 3] }, { bias: true }),
  ]),
  classifier("a thermometer that is not uniform", {}, [
    conv("first", "image", 5, int8, square(3, 1, 1)),
    levels("q", "first", thermometer([0.5, 1.5]), 2),
    conv("second", "q", 9, scaled, square(3, 1, 1), { bias: true }),
    activation("relu", "second", "relu"),
    pool("mean", "relu", "all", "mean"),
    dense("scores", "mean", 3, float32),
  ]),
  classifier("bases on both sides", {}, [
    conv("first", "image", 128, int8, square(3, 1, 1)),
    levels("bases", "first", bases([0.75, 0.5]), 2),
    conv("scores", "bases", 4, [...scaled, { digit: "bipolar", scale: "row" }], {
      ...square(7),
      size: [7, 5],
    }),
  ]),
  classifier("masked bits beside bits", {}, [
    conv("first", "image", 5, int8, square(3, 1, 1)),
    sign("sign", "first"),
    conv(
      "second",
      "sign",
      6,
      [
        { digit: "bipolar", scale: 0.5 },
        { digit: "ternary", scale: 0.25 },
        { digit: "ternary", scale: "row", offset: "row" },
      ],
      square(3, 1, 1, 1),
    ),
    pool("scores", "second", "all", "mean"),
  ]),
  classifier("ternary on both sides", { height: 1, width: 1, features: 200 }, [
    levels("t", "image", ternary, 2),
    dense("hidden", "t", 140, ternary),
    levels("t2", "hidden", ternary, 2),
    dense("scores", "t2", 4, ternary),
  ]),
  classifier("whole multiples on a map", {}, [
    conv("first", "image", 8, int8, square(3, 1, 1)),
    levels("doubled", "first", [{ digit: "bipolar", scale: 2 }], 1, true),
    conv("second", "doubled", 8, bipolar, square(3, 1, 1, 2)),
    sign("second/sign", "second"),
    conv("third", "second/sign", 4, scaled, square(3)),
    pool("scores", "third", "all", "mean"),
  ]),
  classifier("thresholds that no sum reaches, or every one", {}, [
    conv("first", "image", 8, int8, square(3, 1, 1)),
    sign("first/sign", "first"),
    conv("second", "first/sign", 6, bipolar, square(3)),
    { ...sign("never", "second"), thresholds: [1e12] },
    conv("third", "first/sign", 6, bipolar, square(3)),
    { ...sign("always", "third"), thresholds: [-1e12] },
    { op: "concatenate", name: "both", inputs: ["never", "always"] },
    conv("fourth", "both", 5, scaled, square(3)),
    pool("scores", "fourth", "all", "mean"),
  ]),
  classifier("zeros and ones, and whole multiples", { height: 1, width: 1, features: 150 }, [
    levels("bits", "image", unipolar, 1),
    dense("hidden", "bits", 140, bipolar),
    levels("doubled", "hidden", [{ digit: "bipolar", scale: 2 }], 1, true),
    dense("second", "doubled", 20, bipolar),
    levels("last", "second", unipolar, 1),
    dense("scores", "last", 4, [{ digit: "unipolar", scale: "row", offset: "row" }], true),
  ]),
];

/** Networks of bytes times weights that bytes hold. */
export const byteNetworks: readonly ClassificationDescription[] = [
  classifier("one-bit weights on pixels, and a sign", { code: shiftedBytes }, [
    conv("first", "image", 7, bipolar, square(3, 1, 1, -128)),
    sign("first/sign", "first", true),
    conv("second", "first/sign", 5, bipolar, square(2)),
    activation("relu", "second", "relu"),
    pool("scores", "relu", "all", "mean"),
  ]),
  classifier("a map as a row, groups, and bits of pooled pixels", { code: shiftedBytes }, [
    conv("whole", "image", 9, ternaryRows, { ...square(7), size: [7, 5] }, { bias: true }),
    activation("relu", "whole", "relu"),
    conv("depth", "image", 6, bipolar, { ...square(7), size: [7, 5] }, { groups: 3 }),
    pool("pool", "image", square(3, 2)),
    conv("pooled", "pool", 4, [{ digit: "unipolar", scale: 0.5 }], { ...square(3), size: [3, 2] }),
    dense("a", "relu", 3, ternary),
    dense("b", "depth", 3, float32),
    dense("c", "pooled", 3, float32),
    { op: "add", name: "sum", inputs: ["a", "b"] },
    { op: "add", name: "scores", inputs: ["sum", "c"] },
  ]),
  classifier(
    "a margin of no byte",
    { code: [{ digit: "uint8", scale: 1 / 128, offset: -1.25 / 128 }] },
    [
      conv("first", "image", 6, scaled, square(3, 1, 1, 0.5), { bias: true }),
      activation("relu", "first", "relu"),
      conv("second", "relu", 6, ternaryRows, { ...square(7), size: [7, 5] }),
      conv("points", "relu", 4, ternaryRows, square(1)),
      pool("mean", "points", "all", "mean"),
      dense("a", "second", 3, bipolar),
      dense("b", "mean", 3, bipolar),
      { op: "add", name: "scores", inputs: ["a", "b"] },
    ],
  ),
];

/** Networks of numbers that are decoded, as they have no operator of their own. */
export const decodedNetworks: readonly ClassificationDescription[] = [
  classifier("real weights at both ends", {}, [
    conv("first", "image", 5, float32, square(3, 1, 1), { bias: true }),
    levels("q", "first", unsigned(2), 3),
    conv("scores", "q", 4, float32, { ...square(7), size: [7, 5] }, { bias: true }),
  ]),
  classifier("powers of two", { code: float32 }, [
    conv(
      "hidden",
      "image",
      6,
      [
        { digit: "power", exponents: [-2, 0] },
        { digit: "power", exponents: [-4, -1] },
      ],
      { ...square(7), size: [7, 5] },
      { bias: true },
    ),
    activation("relu", "hidden", "relu"),
    dense("scores", "relu", 4, [{ digit: "int8", scale: "row" }]),
  ]),
  classifier("numbers of two levels", { height: 1, width: 1, features: 35 }, [
    dense("hidden", "image", 20, [{ digit: "unipolar", scale: "row" }], true),
    activation("relu", "hidden", "relu"),
    dense("second", "relu", 8, [
      { digit: "ternary", scale: 0.5 },
      { digit: "unipolar", scale: 0.25 },
    ]),
    dense("scores", "second", 4, [{ digit: "bipolar", scale: "row", offset: "row", slices: 2 }]),
  ]),
  classifier(
    "floats times bits with many outputs",
    { height: 1, width: 1, features: 37, code: float32 },
    [
      dense("signs", "image", 128, bipolar),
      affine("norm", "signs"),
      activation("relu", "norm", "relu"),
      dense("scaled", "relu", 131, scaled, true),
      activation("prelu", "scaled", "prelu"),
      dense("ternary", "prelu", 130, ternary),
      dense("rows", "ternary", 129, ternaryRows, true),
      dense("few", "rows", 127, [{ digit: "unipolar", scale: 0.25 }]),
      dense("scores", "few", 3, ternaryRows),
    ],
  ),
  classifier("bits that join a stream", { height: 1, width: 1, features: 130 }, [
    sign("bits", "image"),
    levels("more", "image", ternary, 2),
    { op: "add", name: "sum", inputs: ["bits", "more"] },
    pool("same", "sum", "all"),
    affine("scaled", "more"),
    { op: "add", name: "stream", inputs: ["same", "scaled"] },
    dense("scores", "stream", 3, bipolar),
  ]),
];

const slicedSigns: Code = [{ digit: "bipolar", scale: "row", offset: "row", slices: 3 }];

/** Networks of bits with scales of slices of a row, and of bits that a mask marks. */
export const slicedNetworks: readonly ClassificationDescription[] = [
  classifier("slices with a scale each", { height: 1, width: 1, features: 192, code: float32 }, [
    dense("signs", "image", 160, slicedSigns, true),
    dense("again", "image", 160, slicedSigns),
    { op: "add", name: "sum", inputs: ["signs", "again"] },
    activation("relu", "sum", "relu"),
    dense("planes", "relu", 131, [
      { digit: "unipolar", scale: "row", offset: "row", slices: 5 },
      { digit: "unipolar", scale: "row", slices: 5 },
      { digit: "ternary", scale: "row", offset: "row", slices: 5 },
    ]),
    dense("rows", "planes", 96, [
      { digit: "ternary", scale: "row", offset: "row" },
      { digit: "bipolar", scale: 0.25 },
    ]),
    dense("scores", "rows", 3, [
      { digit: "bipolar", scale: "row", slices: 3 },
      { digit: "bipolar", scale: "row" },
    ]),
  ]),
  classifier("marked bits", { height: 1, width: 1, features: 256, code: float32 }, [
    dense("weights", "image", 137, [
      { digit: "bipolar", scale: "row", offset: "row", slices: 2 },
      { digit: "bipolar", scale: "row", offset: "row", slices: 2, sparse: { weights: 9001 } },
      { digit: "bipolar", scale: "row", offset: "row", slices: 2, sparse: { columns: 31 } },
      { digit: "bipolar", scale: "row", slices: 2, sparse: { columns: 31 } },
    ]),
    activation("relu", "weights", "relu"),
    dense(
      "prime",
      "relu",
      128,
      [
        { digit: "unipolar", scale: "row", offset: "row", sparse: { weights: 1 } },
        { digit: "unipolar", scale: "row", offset: "row", sparse: { columns: 137 } },
        { digit: "unipolar", scale: "row", sparse: { weights: 700 } },
        { digit: "ternary", scale: "row", sparse: { columns: 64 } },
      ],
      true,
    ),
    dense("scores", "prime", 5, [
      { digit: "bipolar", scale: "row", slices: 4 },
      { digit: "uint8", scale: "row", offset: "row", sparse: { weights: 77 } },
      { digit: "uint8", scale: "row", offset: "row", slices: 2, sparse: { weights: 1 } },
    ]),
  ]),
  classifier("slices of a window", { height: 5, width: 4, features: 32 }, [
    conv(
      "scores",
      "image",
      7,
      [{ digit: "bipolar", scale: "row", slices: 6 }],
      { ...square(3), size: [3, 2] },
      { bias: true },
    ),
    pool("mean", "scores", "all", "mean"),
    dense("last", "mean", 3, float32),
  ]),
];

/** Networks of values beside each other, of products of values, and of functions. */
export const streamNetworks: readonly ClassificationDescription[] = [
  classifier("scales of pixels", {}, [
    conv("first", "image", 4, int8Rows, square(3, 1, 1), { bias: true }),
    sign("sign", "first"),
    activation("magnitude", "first", "absolute"),
    conv("K", "magnitude", 1, [{ digit: "unipolar", scale: 1 / 36 }], square(3, 1, 1)),
    conv("product", "sign", 5, scaled, square(3, 1, 1)),
    { op: "multiply", name: "scaled", inputs: ["product", "K"] },
    pool("scores", "scaled", "all", "mean"),
  ]),
  classifier("a doubled stream, gated", {}, [
    conv("first", "image", 33, int8, square(3, 1, 1)),
    sign("sign", "first"),
    { op: "concatenate", name: "bits", inputs: ["sign", "sign"] },
    conv("second", "bits", 7, bipolar, square(3)),
    dense("third", "sign", 7, bipolar),
    pool("third/pool", "third", square(3, 1)),
    { op: "concatenate", name: "sums", inputs: ["second", "third/pool", "second"] },
    { op: "multiply", name: "squares", inputs: ["sums", "sums"] },
    affine("scaled", "squares"),
    activation("gate", "scaled", "tanh"),
    activation("clipped", "gate", "clip01"),
    { op: "concatenate", name: "mixed", inputs: ["gate", "clipped"] },
    activation("gelu", "mixed", "gelu"),
    pool("scores", "gelu", "all", "mean"),
  ]),
];

function multiply(name: string, a: string, b: string): Node {
  return { op: "multiply", name, inputs: [a, b] };
}

function rowSign(name: string, x: string): ThresholdNode {
  return { ...sign(name, x), thresholds: [0], code: scaled, rowScale: "half-maximum" };
}

/** Networks that round, that take the first of windows, in groups, and with scales of the rows of a map. */
export const mapNetworks: readonly ClassificationDescription[] = [
  classifier("rounded to bytes in steps, and to whole numbers", {}, [
    conv("first", "image", 6, int8Rows, square(3, 1, 1), { bias: true }),
    round("q", "first", 0.75, "int8", [-100, 90]),
    conv("second", "q", 5, int8, square(3, 1, 1, 1.5)),
    activation("relu", "second", "relu"),
    round("u", "relu", 40, "uint8", [3, 255]),
    pool("largest", "u", square(2)),
    dense("third", "largest", 4, int8),
    round("thousands", "third", 1000, "int32", [-90, 90]),
    activation("absolute", "thousands", "absolute"),
    round("whole", "third", 1, "int32", [-5000, 5000]),
    { op: "add", name: "sum", inputs: ["absolute", "whole"] },
    pool("scores", "sum", "all", "mean"),
  ]),
  classifier("rounded numbers that are compared, weighed with floats and with signs", {}, [
    round("image/q", "image", 2, "uint8", [0, 100]),
    conv("first", "image/q", 7, float32, square(3, 1, 1, 2), { bias: true }),
    round("q", "first", 0.5),
    levels("t", "q", ternary, 2),
    conv("second", "t", 5, ternary, square(3)),
    conv("third", "q", 5, scaled, square(3), { bias: true }),
    { op: "add", name: "sum", inputs: ["second", "third"] },
    pool("scores", "sum", "all", "mean"),
  ]),
  classifier("the first of windows: of bytes, sums, bits and floats", { height: 9, width: 8 }, [
    pool("bytes", "image", square(2, 2), "first"),
    conv("first", "bytes", 9, int8, square(3, 1, 1)),
    pool("sums", "first", square(3), "first"),
    levels("q", "sums", unsigned(2), 3),
    pool("bits", "q", { ...square(1), strides: [1, 2] }, "first"),
    conv("second", "bits", 6, scaled, square(1), { bias: true }),
    activation("tanh", "second", "tanh"),
    pool("scores", "tanh", "all", "first"),
  ]),
  classifier("the first of a window with a margin below", { code: float32 }, [
    pool(
      "first",
      "image",
      { ...square(2, 3), padding: { top: 0, bottom: 1, left: 0, right: 1, value: 0 } },
      "first",
    ),
    conv("scores", "first", 4, float32, { ...square(3), size: [3, 2] }),
  ]),
  classifier("groups of bytes, floats and bits", { features: 4 }, [
    conv("bytes", "image", 6, int8Rows, square(3, 1, 1, 3), { groups: 2, bias: true }),
    conv("depth", "bytes", 6, float32, square(3, 2, 1, 0.5), { groups: 6, bias: true }),
    activation("relu", "depth", "relu"),
    conv("signs", "relu", 9, scaled, square(2), { groups: 3 }),
    levels("q", "signs", unsigned(2), 3),
    conv("planes", "q", 6, odd(2), { ...square(2), size: [2, 1] }, { groups: 3 }),
    levels("t", "planes", ternary, 2),
    conv("ternary", "t", 4, [{ digit: "ternary", scale: "row" }], square(1), { groups: 2 }),
    pool("scores", "ternary", "all", "mean"),
  ]),
  classifier("more groups than are multiplied together", { features: 40, height: 5, width: 4 }, [
    conv("bytes", "image", 40, int8, square(3, 1, 1), { groups: 40 }),
    affine("norm", "bytes"),
    conv("floats", "norm", 80, float32, square(2), { groups: 20, bias: true }),
    activation("prelu", "floats", "prelu"),
    pool("scores", "prelu", "all", "mean"),
  ]),
  classifier("groups of signs with a margin of −1, and of whole multiples", {}, [
    conv("first", "image", 6, int8, square(3, 1, 1)),
    sign("sign", "first"),
    conv("second", "sign", 6, bipolar, square(3, 1, 1, -1), { groups: 3 }),
    levels("doubled", "second", [{ digit: "bipolar", scale: 2 }]),
    conv("third", "doubled", 6, bipolar, square(3), { groups: 2 }),
    affine("norm", "third"),
    pool("scores", "norm", "all", "mean"),
  ]),
  classifier("scales of the rows of a map", {}, [
    conv("first", "image", 8, int8Rows, square(3, 1, 1), { bias: true }),
    rowSign("sign", "first"),
    conv("second", "sign", 7, scaled, square(1), { bias: true }),
    activation("prelu", "second", "prelu"),
    dense("beside", "sign", 7, scaled),
    conv("around", "sign", 7, float32, square(3, 1, 1, 0.25)),
    { op: "add", name: "sum", inputs: ["prelu", "beside"] },
    { op: "add", name: "all", inputs: ["sum", "around"] },
    round("codes", "all", "int8-step"),
    conv("third", "codes", 5, int8Rows, square(1), { bias: true }),
    pool("scores", "third", "all", "mean"),
  ]),
  classifier("margins of numbers that are floats where they are read", {}, [
    levels("bits", "image", bipolar),
    conv("first", "bits", 5, float32, square(3, 1, 1, 1), { bias: true }),
    pool("scores", "first", "all", "mean"),
  ]),
  classifier("whole numbers that lie in floats, compared", {}, [
    levels("q", "image", unsigned(2), 3),
    conv("first", "q", 6, int8, square(3)),
    sign("sign", "first"),
    dense("rows", "sign", 4, bipolar),
    pool("scores", "rows", "all", "mean"),
  ]),
];

/** Networks with a node that is refused, and which. */
export const refused: readonly (readonly [ClassificationDescription, RegExp])[] = [
  [
    classifier("scales of rows times plain bits", { height: 1, width: 1, features: 7 }, [
      affine("floats", "image"),
      {
        ...sign("q", "floats"),
        thresholds: [0],
        code: scaled,
        rowScale: "half-maximum",
      },
      dense("scores", "q", 3, unipolar),
    ]),
    /"scores".*no product of row·bipolar and unipolar/,
  ],
  [
    classifier("a margin that is no level", {}, [
      levels("q", "image", odd(2), 3),
      conv("scores", "q", 3, bipolar, { ...square(9, 1, 1), size: [9, 7] }),
    ]),
    /"scores".*window\.padding\.value must be a number of the map, got 0/,
  ],
  [
    classifier("a margin that is no pixel", {}, [
      conv("scores", "image", 3, int8, { ...square(3, 1, 4, -1), size: [15, 13] }),
    ]),
    /"scores".*window\.padding\.value must be a number of the map, got -1/,
  ],
  [
    classifier("windows of rows with scales of their own", { code: float32 }, [
      rowSign("q", "image"),
      conv("windows", "q", 3, scaled, square(3)),
      pool("scores", "windows", "all"),
    ]),
    /"windows".*rows with scales of their own do not make up a window/,
  ],
  [
    classifier("the first of a window with a margin above", { code: float32 }, [
      pool("first", "image", square(3, 1, 1), "first"),
      pool("scores", "first", "all"),
    ]),
    /"first".*without a margin above or to the left alone/,
  ],
  [
    classifier("bytes without a sign in steps of each row", { height: 1, width: 1 }, [
      round("q", "image", "int8-step", "uint8", [0, 255]),
      dense("scores", "q", 3, int8Rows),
    ]),
    /"q".*must be to int8 in −127 … 127 by the row's maximum, got uint8 in steps of int8-step/,
  ],
  [
    classifier("gelu with shifts", { code: float32 }, [
      activation("g", "image", "gelu", true),
      pool("scores", "g", "all"),
    ]),
    /"g".*gelu has no shifts/,
  ],
  [
    classifier("a product of bits", {}, [
      sign("a", "image"),
      { op: "multiply", name: "b", inputs: ["a", "a"] },
      pool("scores", "b", "all"),
    ]),
    /"b".*whole numbers must be int32 on both sides, got bipolar and bipolar/,
  ],
];
