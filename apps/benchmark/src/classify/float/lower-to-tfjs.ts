import type { Padding } from "@bnnkit/core";
import {
  type Interpreter,
  interpret,
  type NumbersType,
  numbersAt,
  type PackedModel,
  type TypedNode,
  tensorNamed,
} from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { floatWeights, transposed } from "../../peers/float-weights.ts";
import { geluFactors } from "./gelu-factors.ts";
import { constantOf, type LevelStep, levelSteps } from "./level-steps.ts";
import { extentOf, isVector, isWhole } from "./map-window.ts";

/** A node with its constants made: its value from those of its inputs. Vectors are [images, features], maps [images, height,
 *  width, features]. */
export type TfjsLayer = (inputs: readonly tf.Tensor[]) => tf.Tensor;

/** Makes a node ready, float32 throughout.
 *  @throws RangeError for a node that has no float32 form here. */
export function prepareTfjsLayer(typed: TypedNode, model: PackedModel): TfjsLayer {
  return interpret(lowerings, typed, model);
}

const absent = "it has no float32 form for images";
const features = -1;

const lowerings: Interpreter<PackedModel, TfjsLayer> = {
  name: "TensorFlow.js in float32",
  ops: {
    dense: { handle: prepareDense },
    convolution: { handle: prepareConvolution },
    threshold: {
      refuses: ({ node }) => (node.rowScale === undefined ? undefined : "it has a scale per row"),
      handle: prepareThreshold,
    },
    pool: {
      refuses: ({ node: { take, window } }) => {
        if (take === "first") return "it takes the first pixel";
        const isDilated = window !== "all" && window.dilations.some((dilation) => dilation > 1);
        return isDilated ? "its window is dilated" : undefined;
      },
      handle: preparePool,
    },
    affine: { handle: prepareAffine },
    activation: { handle: prepareActivation },
    add: {
      handle:
        () =>
        ([a, b]) =>
          tf.add(a, b),
    },
    multiply: {
      handle:
        () =>
        ([a, b]) =>
          tf.mul(a, b),
    },
    concatenate: { handle: () => (parts) => tf.concat([...parts], features) },
    embedding: absent,
    position: absent,
    "rotary-position": absent,
    "look-up": absent,
    "truth-tables": absent,
    "group-sum": absent,
    attention: absent,
    round: absent,
    "layer-norm": absent,
  },
};

function prepareDense(typed: TypedNode<"dense">, model: PackedModel): TfjsLayer {
  const { outFeatures, weights } = typed.node;
  const read = numbersAt(typed, 0);
  const { features: inFeatures } = read;
  const matrix = floatWeights(model, weights, outFeatures, inFeatures);
  const rows = transposed(matrix, outFeatures, inFeatures);
  const addBias = prepareBias(typed, model);
  if (isVector(typed.output)) {
    const right = tf.tensor2d(rows, [inFeatures, outFeatures]);
    return ([x]) => addBias(tf.matMul(x, right));
  }
  const filter = tf.tensor4d(rows, [1, 1, inFeatures, outFeatures]);
  return ([x]) => addBias(tf.conv2d(asMap(x, read), filter, 1, "valid"));
}

function prepareConvolution(typed: TypedNode<"convolution">, model: PackedModel): TfjsLayer {
  const { outFeatures, window, groups, weights } = typed.node;
  const read = numbersAt(typed, 0);
  const channels = read.features / groups;
  const [height, width] = window.size;
  const columns = height * width * channels;
  const matrix = transposed(
    floatWeights(model, weights, outFeatures, columns),
    outFeatures,
    columns,
  );
  const addBias = prepareBias(typed, model);
  if (isWhole(typed)) {
    const right = tf.tensor2d(matrix, [columns, outFeatures]);
    return ([x]) => addBias(tf.matMul(tf.reshape(x, [-1, columns]), right));
  }
  const slide = prepareSlide(typed, matrix);
  const pad = preparePadding(window.padding);
  return ([x]) => asValue(addBias(slide(pad(asMap(x, read)))), typed.output);
}

/** The product at every place: of one group `conv2d`, of as many as channels `depthwiseConv2d`, else one for each group. */
function prepareSlide(
  { node: { outFeatures, window, groups }, ...typed }: TypedNode<"convolution">,
  matrix: Float32Array,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const { size, strides, dilations } = window;
  const [height, width] = size;
  const channels = numbersAt(typed, 0).features / groups;
  const around = window.padding.value === 0 ? explicit(window.padding) : "valid";
  const rounding = around === "valid" ? undefined : "floor";
  const convolve = (x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D =>
    tf.conv2d(x, filter, [...strides], around, "NHWC", [...dilations], rounding);
  if (channels === 1 && groups > 1) {
    const filter = tf.tensor4d(matrix, [height, width, groups, outFeatures / groups]);
    return (x) =>
      tf.depthwiseConv2d(x, filter, [...strides], around, "NHWC", [...dilations], rounding);
  }
  const filter = tf.tensor4d(matrix, [height, width, channels, outFeatures]);
  if (groups === 1) return (x) => convolve(x, filter);
  const filters = tf.split<tf.Tensor4D>(filter, groups, features);
  return (x) =>
    tf.concat(
      tf
        .split<tf.Tensor4D>(x, groups, features)
        .map((part, group) => convolve(part, filters[group])),
      features,
    );
}

/** Surrounds a map with a number; zeros are left to the convolution. */
function preparePadding(padding: Padding): (x: tf.Tensor4D) => tf.Tensor4D {
  if (padding.value === 0) return (x) => x;
  const { top, bottom, left, right, value } = padding;
  return (x) =>
    tf.pad4d(
      x,
      [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      value,
    );
}

function explicit({ top, bottom, left, right }: Padding): tf.backend_util.ExplicitPadding {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

function prepareThreshold(typed: TypedNode<"threshold">, model: PackedModel): TfjsLayer {
  const steps = levelSteps(typed, model).map(prepareStep);
  return ([x]) => steps.map((step) => step(x)).reduce((sum, term) => tf.add(sum, term));
}

/** `middle + half·(x < threshold ? −1 : 1)` with `tf.step`, which is 1 above 0 and a number of one's choice from there down:
 *  a comparison and a choice would be two operators more. */
function prepareStep({
  thresholds,
  below,
  above,
  isInteger,
}: LevelStep): (x: tf.Tensor) => tf.Tensor {
  const before = thresholds.map((threshold) => (isInteger ? threshold - 1 : nextBelow(threshold)));
  const edges = constantTensor(before);
  const halves = above.map((value, c) => (value - below[c]) / 2);
  const middles = above.map((value, c) => (value + below[c]) / 2);
  const half = constantTensor(halves);
  const middle = constantTensor(middles);
  return (x) => {
    const sign = tf.step(tf.sub(x, edges), -1);
    const scaled = constantOf(halves) === 1 ? sign : tf.mul(sign, half);
    return constantOf(middles) === 0 ? scaled : tf.add(scaled, middle);
  };
}

function constantTensor(values: Float32Array): tf.Tensor {
  const constant = constantOf(values);
  return constant === undefined ? tf.tensor1d(values) : tf.scalar(constant);
}

/** The greatest float32 below a number. */
function nextBelow(value: number): number {
  const float = Float32Array.of(value === 0 ? -0 : value);
  const bits = new Int32Array(float.buffer);
  bits[0] += float[0] > 0 ? -1 : 1;
  return float[0];
}

function preparePool(typed: TypedNode<"pool">): TfjsLayer {
  const { take, window } = typed.node;
  const read = numbersAt(typed, 0);
  if (window === "all") {
    if (isVector(read)) return ([x]) => x;
    return ([x]) => (take === "maximum" ? tf.max(x, [1, 2]) : tf.mean(x, [1, 2]));
  }
  const { size, strides, padding } = window;
  const pool = take === "maximum" ? tf.maxPool : tf.avgPool;
  const around = explicit(padding);
  return ([x]) => {
    const map = asMap(x, read);
    return asValue(pool(map, [...size], [...strides], around, "floor"), typed.output);
  };
}

function prepareAffine(typed: TypedNode<"affine">, model: PackedModel): TfjsLayer {
  const { scales, offsets } = typed.node;
  const factor = scales ? parameter(typed, model, "scales") : undefined;
  const shift = offsets ? parameter(typed, model, "offsets") : undefined;
  return ([x]) => {
    const product = factor === undefined ? x : tf.mul(x, factor);
    return shift === undefined ? product : tf.add(product, shift);
  };
}

function prepareActivation(typed: TypedNode<"activation">, model: PackedModel): TfjsLayer {
  const activate = prepareFunction(typed, model);
  if (!typed.node.shifts) return ([x]) => activate(x);
  const before = parameter(typed, model, "before");
  const after = parameter(typed, model, "after");
  return ([x]) => tf.add(activate(tf.add(x, before)), after);
}

function prepareFunction(
  typed: TypedNode<"activation">,
  model: PackedModel,
): (x: tf.Tensor) => tf.Tensor {
  switch (typed.node.function) {
    case "relu":
      return (x) => tf.relu(x);
    case "prelu": {
      const slopes = parameter(typed, model, "slopes");
      return (x) => tf.prelu(x, slopes);
    }
    case "gelu":
      return gelu;
    case "silu":
      return (x) => tf.mul(x, tf.sigmoid(x));
    case "tanh":
      return (x) => tf.tanh(x);
    case "absolute":
      return (x) => tf.abs(x);
    case "clip01":
      return (x) => tf.clipByValue(x, 0, 1);
    default:
      return typed.node.function satisfies never;
  }
}

function gelu(x: tf.Tensor): tf.Tensor {
  const [linear, cubic] = geluFactors;
  const slope = tf.add(tf.mul(tf.mul(x, x), cubic), linear);
  return tf.mul(x, tf.add(tf.mul(tf.tanh(tf.mul(x, slope)), 0.5), 0.5));
}

/** Adds the bias of a product, where it has one. */
function prepareBias(
  typed: TypedNode<"dense" | "convolution">,
  model: PackedModel,
): <T extends tf.Tensor>(product: T) => T {
  if (!typed.node.bias) return (product) => product;
  const bias = parameter(typed, model, "bias");
  return (product) => tf.add(product, bias);
}

function parameter({ node }: TypedNode, { tensors }: PackedModel, part: string): tf.Tensor1D {
  return tf.tensor1d(tensorNamed("prepareTfjsLayer", tensors, `${node.name}.${part}`, "F32").data);
}

function asMap(x: tf.Tensor, type: NumbersType): tf.Tensor4D {
  const [height, width] = extentOf(type);
  return tf.reshape(x, [-1, height, width, type.features]);
}

function asValue(map: tf.Tensor, type: NumbersType): tf.Tensor {
  return isVector(type) ? tf.reshape(map, [-1, type.features]) : map;
}
