import { packBipolar } from "@bnnkit/core";
import {
  graphsOf,
  type Interpreter,
  interpret,
  type ModelDescription,
  numbersAt,
  type Tensor,
  type TypedNode,
  typeGraph,
  type Weights,
} from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { tableName } from "./describe-model.ts";
import { describedParameters, type ParameterShape, tableParameter } from "./parameter-shapes.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import { quantizeTable } from "./quantized-table.ts";
import { withScope } from "./scope.ts";

export interface PackOptions {
  readonly parameters: Parameters;
  /** Encodes one-bit matrices, `[outFeatures, inFeatures]`: ±1 and a scale. */
  readonly quantizer: Quantizer;
  /** Factor on the outputs of one-bit matrices; it goes into their scales. */
  readonly postScale: number;
}

/** The tensors of a description, packed from latent parameters: one-bit matrices to the bits and scales of their
 *  encoding, an 8-bit table to codes and scales.
 *  @throws RangeError if a parameter is missing, and for NaN, naming its index */
export function packParameters(
  description: ModelDescription,
  options: PackOptions,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  const context = { ...options, shapes: describedParameters(description) };
  for (const { graph } of graphsOf(description)) {
    for (const typed of typeGraph(graph, "exportModel").nodes) {
      for (const [name, tensor] of interpret(packing, typed, context)) {
        tensors.set(name, tensor);
      }
    }
  }
  return tensors;
}

interface PackContext extends PackOptions {
  readonly shapes: readonly ParameterShape[];
}

const absent = "a Transformer has none";
const none = { handle: (): [] => [] };

/** The tensors of each node. */
const packing: Interpreter<PackContext, readonly [string, Tensor][]> = {
  name: "exportModel",
  ops: {
    embedding: { handle: ({ node: { table } }, context) => packTable(table, context) },
    position: none,
    "layer-norm": {
      handle: ({ node: { name } }, { parameters }) =>
        ["gamma", "beta"].map((part) => [
          `${name}.${part}`,
          floats(parameterOf(parameters, `${name}/${part}`)),
        ]),
    },
    dense: { handle: packDense },
    attention: none,
    threshold: none,
    round: none,
    activation: none,
    add: none,
    convolution: absent,
    "look-up": absent,
    affine: absent,
    multiply: absent,
    concatenate: absent,
    pool: absent,
  },
};

function packTable({ tensor, code }: Weights, { parameters }: PackOptions): [string, Tensor][] {
  const table = parameterOf(parameters, tableParameter);
  if (code[0].digit === "float32") return [[`${tensor}.weights`, floats(table)]];
  const [rows, columns] = table.shape;
  const { codes, scales } = quantizeTable(table.values, rows, columns);
  return [
    [`${tensor}.codes`, { dtype: "I8", shape: table.shape, data: codes }],
    [`${tensor}.scales`, { dtype: "F32", shape: [rows], data: scales }],
  ];
}

function packDense(typed: TypedNode<"dense">, options: PackContext): [string, Tensor][] {
  const { parameters } = options;
  const { name, outFeatures, weights, bias } = typed.node;
  if (weights.tensor === tableName) return packTable(weights, options);
  const inFeatures = numbersAt(typed, 0).features;
  const values = weightsOfNode(options, name);
  const tensors: [string, Tensor][] = [];
  if (weights.code[0].digit === "bipolar") {
    const { signs, scales } = encodeMatrix(values, [outFeatures, inFeatures], options);
    const { words, wordsPerRow } = packBipolar(signs, outFeatures, inFeatures);
    tensors.push(
      [`${name}.bits`, { dtype: "U32", shape: [outFeatures, wordsPerRow], data: words }],
      [`${name}.scales`, { dtype: "F32", shape: [outFeatures], data: scales }],
    );
  } else {
    tensors.push([`${name}.weights`, floats({ shape: [outFeatures, inFeatures], values })]);
  }
  if (bias) tensors.push([`${name}.bias`, floats(parameterOf(parameters, `${name}/bias`))]);
  return tensors;
}

/** Rows of a node's matrix, which may be one of several in a parameter. */
function weightsOfNode({ parameters, shapes }: PackContext, name: string): Float32Array {
  const shape = shapes.find(({ nodes, part }) => part === "weights" && nodes.includes(name));
  if (!shape) throw new RangeError(`exportModel: no parameter holds the weights of ${name}`);
  const { values } = parameterOf(parameters, shape.name);
  const size = values.length / shape.nodes.length;
  const start = shape.nodes.indexOf(name) * size;
  return values.slice(start, start + size);
}

/** Digits and the scales of the rows, multiplied by the post scale in float32, as the evaluation does. */
function encodeMatrix(
  values: Float32Array,
  shape: readonly [outFeatures: number, inFeatures: number],
  { quantizer, postScale }: PackOptions,
): { readonly signs: ArrayLike<number>; readonly scales: Float32Array } {
  return withScope(() => {
    const [{ digits, scale }] = quantizer.encode(tf.tensor2d(values, [...shape]));
    const scales = tf.mul(tf.ones([shape[0], 1]), tf.mul(scale, postScale));
    return { signs: digits.dataSync(), scales: Float32Array.from(scales.dataSync()) };
  });
}

function floats({ shape, values }: Parameter): Tensor {
  return { dtype: "F32", shape, data: values.slice() };
}

function parameterOf(parameters: Parameters, name: string): Parameter {
  const parameter = parameters[name];
  if (!parameter) throw new RangeError(`exportModel: no parameter ${name}`);
  return parameter;
}
