import type { Window } from "@bnnkit/core";
import {
  type Interpreter,
  interpret,
  type NumbersType,
  numbersAt,
  type PackedModel,
  type TypedNode,
  tensorNamed,
} from "@bnnkit/model";
import { floatWeights, transposed } from "../../peers/float-weights.ts";
import type { GraphWriter } from "../../peers/graph-writer.ts";
import type { OnnxAttribute } from "../../peers/onnx-model.ts";
import { geluFactors } from "./gelu-factors.ts";
import { constantOf, type LevelStep, levelSteps } from "./level-steps.ts";
import { extentOf, isVector, isWhole } from "./map-window.ts";

/** How nodes are lowered: vectors are [images, features], maps [images, features, height, width]. */
export interface OnnxLowering {
  readonly model: PackedModel;
  readonly writer: GraphWriter;
  /** Values by the names of nodes and graph inputs. */
  readonly values: Map<string, string>;
}

/** Adds the operators of a node, float32 throughout, and notes its value.
 *  @throws RangeError for a node that has no float32 form here. */
export function lowerToOnnx(lowering: OnnxLowering, typed: TypedNode): void {
  lowering.values.set(typed.node.name, interpret(lowerings, typed, lowering));
}

/** The value of a node or graph input. */
export function valueNamed({ values }: OnnxLowering, name: string): string {
  const value = values.get(name);
  if (value === undefined)
    throw new RangeError(`valueNamed: ${name} is used before it is computed`);
  return value;
}

const absent = "it has no float32 form for images";

const lowerings: Interpreter<OnnxLowering, string> = {
  name: "the float32 graph",
  ops: {
    dense: { handle: lowerDense },
    convolution: { handle: lowerConvolution },
    threshold: {
      refuses: ({ node }) => (node.rowScale === undefined ? undefined : "it has a scale per row"),
      handle: lowerThreshold,
    },
    pool: {
      refuses: ({ node: { take, window } }) => {
        if (take === "first") return "it takes the first pixel";
        const isDilated = window !== "all" && window.dilations.some((dilation) => dilation > 1);
        return take === "mean" && isDilated ? "it takes the mean of a dilated window" : undefined;
      },
      handle: lowerPool,
    },
    affine: { handle: lowerAffine },
    activation: { handle: lowerActivation },
    add: { handle: ({ node }, lowering) => lowering.writer.emit("Add", valuesOf(lowering, node)) },
    multiply: {
      handle: ({ node }, lowering) => lowering.writer.emit("Mul", valuesOf(lowering, node)),
    },
    concatenate: {
      handle: ({ node }, lowering) =>
        lowering.writer.emit("Concat", valuesOf(lowering, node), { axis: { int: 1 } }),
    },
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

function valuesOf(lowering: OnnxLowering, node: { readonly inputs: readonly string[] }): string[] {
  return node.inputs.map((name) => valueNamed(lowering, name));
}

function lowerDense(typed: TypedNode<"dense">, lowering: OnnxLowering): string {
  const { writer, model } = lowering;
  const { name, outFeatures, weights, bias } = typed.node;
  const { features } = numbersAt(typed, 0);
  const x = valueNamed(lowering, typed.node.inputs[0]);
  const matrix = (): Float32Array => floatWeights(model, weights, outFeatures, features);
  if (isVector(typed.output)) {
    const product = writer.emit("MatMul", [
      x,
      writer.floats(`${name} weights`, [features, outFeatures], () =>
        transposed(matrix(), outFeatures, features),
      ),
    ]);
    return bias ? writer.emit("Add", [product, parameter(typed, lowering, "bias")]) : product;
  }
  const filter = writer.floats(`${name} weights`, [outFeatures, features, 1, 1], matrix);
  return writer.emit("Conv", [x, filter, ...(bias ? [biasOf(typed, lowering)] : [])]);
}

function lowerConvolution(typed: TypedNode<"convolution">, lowering: OnnxLowering): string {
  const { writer } = lowering;
  const { window, groups, bias } = typed.node;
  const read = numbersAt(typed, 0);
  const x = valueNamed(lowering, typed.node.inputs[0]);
  const filter = filterOf(typed, lowering);
  if (isWhole(typed)) {
    const flat = isVector(read) ? x : writer.emit("Flatten", [x]);
    const product = writer.emit("MatMul", [flat, filter]);
    return bias ? writer.emit("Add", [product, parameter(typed, lowering, "bias")]) : product;
  }
  const map = asMap(writer, x, read);
  const { top, bottom, left, right, value } = window.padding;
  const isFilled = value !== 0 && top + bottom + left + right > 0;
  const filled = isFilled
    ? writer.emit("Pad", [
        map,
        writer.shape(0, 0, top, left, 0, 0, bottom, right),
        writer.scalar(value),
      ])
    : map;
  const places = writer.emit("Conv", [filled, filter, ...(bias ? [biasOf(typed, lowering)] : [])], {
    ...windowOf(window, !isFilled),
    group: { int: groups },
  });
  return asValue(writer, places, typed.output);
}

/** Weights [outFeatures, channels, height, width]; of a convolution as large as its map [channels · height · width,
 *  outFeatures]. */
function filterOf(typed: TypedNode<"convolution">, { writer, model }: OnnxLowering): string {
  const { name, outFeatures, window, groups, weights } = typed.node;
  const channels = numbersAt(typed, 0).features / groups;
  const [height, width] = window.size;
  const taps = height * width;
  const channelsFirst = (): Float32Array => {
    const matrix = floatWeights(model, weights, outFeatures, taps * channels);
    return Float32Array.from(matrix, (_, i) => {
      const row = Math.floor(i / (taps * channels));
      const column = i % (taps * channels);
      const channel = Math.floor(column / taps);
      return matrix[row * taps * channels + (column % taps) * channels + channel];
    });
  };
  if (!isWhole(typed)) {
    return writer.floats(`${name} weights`, [outFeatures, channels, height, width], channelsFirst);
  }
  return writer.floats(`${name} weights`, [taps * channels, outFeatures], () =>
    transposed(channelsFirst(), outFeatures, taps * channels),
  );
}

function windowOf(window: Window, isPadded: boolean): Readonly<Record<string, OnnxAttribute>> {
  const { size, strides, dilations, padding } = window;
  const { top, left, bottom, right } = padding;
  return {
    kernel_shape: { ints: size },
    strides: { ints: strides },
    dilations: { ints: dilations },
    pads: { ints: isPadded ? [top, left, bottom, right] : [0, 0, 0, 0] },
  };
}

function lowerThreshold(typed: TypedNode<"threshold">, lowering: OnnxLowering): string {
  const { writer, model } = lowering;
  const x = valueNamed(lowering, typed.node.inputs[0]);
  const terms = levelSteps(typed, model).map((step, i) => {
    const constant = (part: "thresholds" | "below" | "above"): string =>
      levelConstant(typed, writer, { step, part, index: i });
    const isBelow = writer.emit("Less", [x, constant("thresholds")]);
    return writer.emit("Where", [isBelow, constant("below"), constant("above")]);
  });
  return terms.reduce((sum, term) => writer.emit("Add", [sum, term]));
}

function levelConstant(
  { node, output }: TypedNode<"threshold">,
  writer: GraphWriter,
  of: {
    readonly step: LevelStep;
    readonly part: "thresholds" | "below" | "above";
    readonly index: number;
  },
): string {
  const values = of.step[of.part];
  const constant = constantOf(values);
  if (constant !== undefined) return writer.scalar(constant);
  return writer.floats(`${node.name}.${of.part} ${of.index}`, featureDims(output), () => values);
}

function lowerPool(typed: TypedNode<"pool">, lowering: OnnxLowering): string {
  const { writer } = lowering;
  const { take, window } = typed.node;
  const read = numbersAt(typed, 0);
  const x = asMap(writer, valueNamed(lowering, typed.node.inputs[0]), read);
  const kind = take === "maximum" ? "MaxPool" : "AveragePool";
  if (window === "all") return asValue(writer, writer.emit(`Global${kind}`, [x]), typed.output);
  const { dilations, ...others } = windowOf(window, true);
  const attributes = take === "maximum" ? { ...others, dilations } : others;
  return asValue(writer, writer.emit(kind, [x], attributes), typed.output);
}

function lowerAffine(typed: TypedNode<"affine">, lowering: OnnxLowering): string {
  const { writer } = lowering;
  const { inputs, scales, offsets } = typed.node;
  const x = valueNamed(lowering, inputs[0]);
  const product = scales ? writer.emit("Mul", [x, parameter(typed, lowering, "scales")]) : x;
  return offsets ? writer.emit("Add", [product, parameter(typed, lowering, "offsets")]) : product;
}

function lowerActivation(typed: TypedNode<"activation">, lowering: OnnxLowering): string {
  const { writer } = lowering;
  const { inputs, shifts } = typed.node;
  const x = valueNamed(lowering, inputs[0]);
  const before = shifts ? writer.emit("Add", [x, parameter(typed, lowering, "before")]) : x;
  const y = activate(typed, lowering, before);
  return shifts ? writer.emit("Add", [y, parameter(typed, lowering, "after")]) : y;
}

function activate(typed: TypedNode<"activation">, lowering: OnnxLowering, x: string): string {
  const { writer } = lowering;
  switch (typed.node.function) {
    case "relu":
      return writer.emit("Relu", [x]);
    case "prelu":
      return writer.emit("PRelu", [x, parameter(typed, lowering, "slopes")]);
    case "gelu":
      return lowerGelu(writer, x);
    case "silu":
      return writer.emit("Mul", [x, writer.emit("Sigmoid", [x])]);
    case "tanh":
      return writer.emit("Tanh", [x]);
    case "absolute":
      return writer.emit("Abs", [x]);
    case "clip01":
      return writer.emit("Clip", [x, writer.scalar(0), writer.scalar(1)]);
    default:
      return typed.node.function satisfies never;
  }
}

/** `x·(½ + ½·tanh(x·(√(2/π) + √(2/π)·0.044715·x²)))`: opset 17 has no operator for it. */
function lowerGelu(writer: GraphWriter, x: string): string {
  const [linear, cubic] = geluFactors;
  const times = (a: string, b: string): string => writer.emit("Mul", [a, b]);
  const plus = (a: string, b: number): string => writer.emit("Add", [a, writer.scalar(b)]);
  const slope = plus(times(times(x, x), writer.scalar(cubic)), linear);
  const tanh = writer.emit("Tanh", [times(x, slope)]);
  return times(x, plus(times(tanh, writer.scalar(0.5)), 0.5));
}

/** A tensor of a node with a number for each feature, as wide as the node's value. */
function parameter(
  { node, output }: TypedNode,
  { writer, model }: OnnxLowering,
  part: string,
): string {
  return writer.floats(
    `${node.name}.${part}`,
    featureDims(output),
    () => tensorNamed("lowerToOnnx", model.tensors, `${node.name}.${part}`, "F32").data,
  );
}

/** The bias of a `Conv`. */
function biasOf({ node, output }: TypedNode, { writer, model }: OnnxLowering): string {
  return writer.floats(
    `${node.name}.bias`,
    [output.features],
    () => tensorNamed("lowerToOnnx", model.tensors, `${node.name}.bias`, "F32").data,
  );
}

function featureDims(type: NumbersType): readonly number[] {
  return isVector(type) ? [type.features] : [type.features, 1, 1];
}

function asMap(writer: GraphWriter, x: string, type: NumbersType): string {
  if (!isVector(type)) return x;
  return writer.emit("Reshape", [x, writer.shape(-1, type.features, ...extentOf(type))]);
}

function asValue(writer: GraphWriter, map: string, type: NumbersType): string {
  return isVector(type) ? writer.emit("Flatten", [map]) : map;
}
