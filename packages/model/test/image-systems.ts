import {
  bases,
  bipolar,
  type Code,
  float32,
  odd,
  type Term,
  ternary,
  thermometer,
  unsigned,
  type Window,
} from "@bnnkit/core";
import type {
  ActivationNode,
  ClassificationDescription,
  ConvolutionNode,
  DenseNode,
  Node,
  PoolNode,
  ThresholdNode,
} from "../src/index.ts";

/** A square window. */
export function square(size: number, strides = 1, margin = 0, value = 0): Window {
  return {
    size: [size, size],
    strides: [strides, strides],
    dilations: [1, 1],
    padding: { top: margin, bottom: margin, left: margin, right: margin, value },
  };
}

const uint8: Code = [{ digit: "uint8" }];
const scaled: Code = [{ digit: "bipolar", scale: "row" }];

function conv(
  name: string,
  x: string,
  outFeatures: number,
  code: Code,
  window: Window,
  { bias = false, groups = 1 }: { readonly bias?: boolean; readonly groups?: number } = {},
): ConvolutionNode {
  const weights = { tensor: name, code };
  return { op: "convolution", name, inputs: [x], outFeatures, window, groups, weights, bias };
}

function dense(name: string, x: string, outFeatures: number, code: Code, bias = true): DenseNode {
  return { op: "dense", name, inputs: [x], outFeatures, weights: { tensor: name, code }, bias };
}

function levels(name: string, x: string, code: Code, perFeature = 1, flips = false): ThresholdNode {
  return { op: "threshold", name, inputs: [x], thresholds: { perFeature }, flips, code };
}

function pool(name: string, x: string, take: PoolNode["take"], window: PoolNode["window"]): Node {
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

function term(digit: Term["digit"], scale: Term["scale"] = 1): Term {
  return scale === 1 ? { digit } : { digit, scale };
}

function classifier(
  name: string,
  { size = 8, features = 3, code = uint8 }: { size?: number; features?: number; code?: Code },
  nodes: readonly Node[],
): ClassificationDescription {
  const input = { name: "image", kind: "map", height: size, width: size, features, code } as const;
  const output = nodes.at(-1)?.name ?? "";
  return { name, task: "classification", graph: { inputs: [input], nodes, output } };
}

/** Small networks in the manner of the literature, of each system what is its own. */
export const imageSystems: readonly ClassificationDescription[] = [
  classifier("signs throughout (BNN)", {}, [
    conv("first", "image", 5, [term("int8")], square(3, 1, 1)),
    levels("first/sign", "first", bipolar, 1, true),
    conv("second", "first/sign", 6, bipolar, square(3, 1, 1, 1)),
    pool("second/pool", "second", "maximum", square(2, 2)),
    levels("second/sign", "second/pool", bipolar, 1, true),
    conv("third", "second/sign", 7, bipolar, square(4)),
    levels("third/sign", "third", bipolar),
    dense("scores", "third/sign", 4, scaled),
  ]),
  classifier("one-bit weights alone (BinaryConnect)", { code: float32 }, [
    conv("first", "image", 5, scaled, square(3, 1, 1), { bias: true }),
    activation("relu", "first", "relu"),
    pool("pool", "relu", "maximum", square(2, 2)),
    conv("scores", "pool", 4, scaled, square(4), { bias: true }),
  ]),
  classifier("scales of pixels (XNOR-Net)", {}, [
    conv("first", "image", 4, [term("int8", "row")], square(3, 1, 1), { bias: true }),
    levels("sign", "first", bipolar),
    activation("magnitude", "first", "absolute"),
    conv("K", "magnitude", 1, [term("unipolar", 1 / 36)], square(3, 1, 1)),
    conv("product", "sign", 5, scaled, square(3, 1, 1)),
    { op: "multiply", name: "scaled", inputs: ["product", "K"] },
    conv("scores", "scaled", 4, float32, square(8), { bias: true }),
  ]),
  classifier("two-bit activations (DoReFa)", {}, [
    conv("first", "image", 5, [term("int8")], square(3, 1, 1)),
    levels("q1", "first", unsigned(2), 3, true),
    conv("second", "q1", 6, odd(2), square(3, 2, 1)),
    levels("q2", "second", unsigned(2), 3),
    conv("scores", "q2", 4, float32, square(4), { bias: true }),
  ]),
  classifier("a thermometer that is not uniform (HWGQ)", {}, [
    conv("first", "image", 5, [term("int8")], square(3, 1, 1)),
    levels("q", "first", thermometer([0.5, 1.5]), 2),
    conv("scores", "q", 4, scaled, square(8), { bias: true }),
  ]),
  classifier("bases on both sides (ABC-Net)", {}, [
    conv("first", "image", 5, [term("int8")], square(3, 1, 1)),
    levels("bases", "first", bases([0.75, 0.5]), 2),
    conv("scores", "bases", 4, [term("bipolar", "row"), term("bipolar", "row")], square(8)),
  ]),
  classifier("bits where a mask has them (heterogeneous)", {}, [
    conv("first", "image", 5, [term("int8")], square(3, 1, 1)),
    levels("sign", "first", bipolar),
    conv("second", "sign", 6, [term("bipolar", 0.5), term("ternary", 0.25)], square(3, 1, 1)),
    dense("mixed", "second", 3, float32),
    pool("scores", "mixed", "mean", "all"),
  ]),
  classifier("blocks of residuals (ReActNet)", {}, [
    conv("first", "image", 4, [term("int8", "row")], square(3, 1, 1), { bias: true }),
    levels("sign1", "first", bipolar),
    conv("depth", "sign1", 4, scaled, square(3, 2, 1), { bias: true, groups: 4 }),
    pool("shortcut", "first", "mean", square(2, 2)),
    { op: "add", name: "sum1", inputs: ["depth", "shortcut"] },
    activation("rprelu", "sum1", "prelu", true),
    levels("sign2", "rprelu", bipolar),
    dense("wide", "sign2", 8, scaled),
    { op: "concatenate", name: "doubled", inputs: ["rprelu", "rprelu"] },
    { op: "add", name: "sum2", inputs: ["wide", "doubled"] },
    pool("mean", "sum2", "mean", "all"),
    dense("scores", "mean", 4, float32),
  ]),
  classifier("powers of two (LightNN)", { size: 4, code: float32 }, [
    conv(
      "hidden",
      "image",
      6,
      [
        { digit: "power", exponents: [-2, 0] },
        { digit: "power", exponents: [-4, -1] },
      ],
      square(4),
      { bias: true },
    ),
    activation("relu", "hidden", "relu"),
    { op: "round", name: "q", inputs: ["relu"], step: 0.25, digit: "int8", range: [-128, 127] },
    { op: "affine", name: "scaled", inputs: ["q"], scales: true, offsets: true },
    dense("scores", "scaled", 4, float32),
  ]),
  classifier("ternary on both sides", { size: 4 }, [
    levels("t", "image", ternary, 2),
    conv("hidden", "t", 6, ternary, square(4)),
    levels("t2", "hidden", ternary, 2),
    dense("scores", "t2", 4, ternary, false),
  ]),
  classifier("numbers of two levels (affine codes)", { size: 4, code: float32 }, [
    conv("hidden", "image", 6, [term("unipolar", "row")], square(4), { bias: true }),
    activation("gelu", "hidden", "gelu"),
    dense("scores", "gelu", 4, [{ digit: "bipolar", scale: "row", offset: "row", slices: 2 }]),
  ]),
  classifier("look-up tables (weightless)", { size: 4 }, [
    levels("bits", "image", thermometer([1, 2]), 2),
    {
      op: "look-up",
      name: "bloom",
      inputs: ["bits"],
      outFeatures: 4,
      tuples: 3,
      tupleSize: 5,
      entries: 16,
      hashes: 2,
      mappings: "shared",
      entry: "bit",
    },
    {
      op: "look-up",
      name: "ram",
      inputs: ["bits"],
      outFeatures: 4,
      tuples: 2,
      tupleSize: 3,
      entries: 8,
      hashes: 0,
      mappings: "own",
      entry: "counter",
    },
    { op: "add", name: "scores", inputs: ["bloom", "ram"] },
  ]),
  classifier("truth tables (logic network)", { size: 4 }, [
    levels("bits", "image", thermometer([1, 2, 3]), 3),
    { op: "truth-tables", name: "luts", inputs: ["bits"], tables: 20, inputsPerTable: 6 },
    { op: "truth-tables", name: "gates", inputs: ["luts"], tables: 24, inputsPerTable: 2 },
    { op: "group-sum", name: "votes", inputs: ["gates"], groups: 4 },
    { op: "affine", name: "scores", inputs: ["votes"], scales: true, offsets: false },
  ]),
];
