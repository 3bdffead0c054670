import {
  bipolar,
  type Code,
  float32,
  type Padding,
  unipolar,
  unsigned,
  type Window,
} from "@bnnkit/core";
import type {
  ActivationNode,
  ClassificationDescription,
  ConvolutionNode,
  DenseNode,
  MapInput,
  Node,
  PoolNode,
  ThresholdNode,
} from "@bnnkit/model";

const int8: Code = [{ digit: "int8" }];
const int8Rows: Code = [{ digit: "int8", scale: "row" }];
const uint8: Code = [{ digit: "uint8" }];
const scaled: Code = [{ digit: "bipolar", scale: "row" }];

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

export function sign(name: string, x: string, flips = false, code = bipolar): ThresholdNode {
  return { op: "threshold", name, inputs: [x], thresholds: { perFeature: 1 }, flips, code };
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

/** Networks with a node that is refused, and which. */
export const refused: readonly (readonly [ClassificationDescription, RegExp])[] = [
  [
    classifier("planes", {}, [
      conv("first", "image", 4, int8, square(7, 1, 1)),
      { ...sign("q", "first"), thresholds: { perFeature: 3 }, code: unsigned(2) },
      conv("scores", "q", 3, bipolar, { ...square(3), size: [3, 1] }),
    ]),
    /"scores".*no product of unipolar \+ 2·unipolar and bipolar/,
  ],
  [
    classifier("zeros and ones", {}, [
      sign("bits", "image", false, unipolar),
      conv("scores", "bits", 3, bipolar, { ...square(7), size: [7, 5] }),
    ]),
    /"scores".*no product of unipolar and bipolar/,
  ],
  [
    classifier("a margin that is no pixel", {}, [
      conv("scores", "image", 3, int8, { ...square(3, 1, 4, -1), size: [15, 13] }),
    ]),
    /"scores".*window\.padding\.value must be a number of the map, got -1/,
  ],
  [
    classifier("gelu", { code: float32 }, [
      activation("g", "image", "gelu"),
      pool("scores", "g", "all"),
    ]),
    /"g".*it has no gelu yet/,
  ],
];
