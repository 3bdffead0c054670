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
import { float32Epsilon } from "@bnnkit/quantizers";
import { tableName } from "./describe-model.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import { quantizeTable } from "./quantized-table.ts";

/** The tensors of a description, packed from latent parameters: one-bit matrices to sign bits and half bounds, an
 *  8-bit table to codes and scales.
 *  @param postScale  factor on the outputs of one-bit matrices; it goes into their scales
 *  @throws RangeError if a parameter is missing, and for NaN, naming its index */
export function packParameters(
  description: ModelDescription,
  parameters: Parameters,
  postScale: number,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { graph } of graphsOf(description)) {
    for (const typed of typeGraph(graph, "exportModel").nodes) {
      for (const [name, tensor] of interpret(packing, typed, { parameters, postScale })) {
        tensors.set(name, tensor);
      }
    }
  }
  return tensors;
}

interface PackContext {
  readonly parameters: Parameters;
  readonly postScale: number;
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

function packTable({ tensor, code }: Weights, { parameters }: PackContext): [string, Tensor][] {
  const table = parameterOf(parameters, `${tableName}/table`);
  if (code[0].digit === "float32") return [[`${tensor}.weights`, floats(table)]];
  const [rows, columns] = table.shape;
  const { codes, scales } = quantizeTable(table.values, rows, columns);
  return [
    [`${tensor}.codes`, { dtype: "I8", shape: table.shape, data: codes }],
    [`${tensor}.scales`, { dtype: "F32", shape: [rows], data: scales }],
  ];
}

function packDense(typed: TypedNode<"dense">, context: PackContext): [string, Tensor][] {
  const { parameters, postScale } = context;
  const { name, outFeatures, weights, bias } = typed.node;
  if (weights.tensor === tableName) return packTable(weights, context);
  const inFeatures = numbersAt(typed, 0).features;
  const values = weightsOfNode(parameters, name, outFeatures * inFeatures);
  // As a float32 backend has it: the packed product equals the evaluated one to the last bit.
  const factor = Math.fround(postScale);
  const tensors: [string, Tensor][] = [];
  if (weights.code[0].digit === "bipolar") {
    const { words, wordsPerRow } = packBipolar(values, outFeatures, inFeatures);
    const scales = halfBounds(values, outFeatures).map((scale) => scale * factor);
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

/** Rows of a node's matrix; projections of one input are stacked in one parameter, e.g. `…/key-value/weights`. */
function weightsOfNode(parameters: Parameters, name: string, size: number): Float32Array {
  const slash = name.lastIndexOf("/");
  const [prefix, role] = [name.slice(0, slash), name.slice(slash + 1)];
  for (const stack of [role, "query-key-value", "key-value"]) {
    const parameter = parameters[`${prefix}/${stack}/weights`];
    const index = stack.split("-").indexOf(role);
    if (!parameter || index < 0) continue;
    return parameter.values.slice(index * size, (index + 1) * size);
  }
  throw new RangeError(`exportModel: no parameter holds the weights of ${name}`);
}

/** Half bounds of the rows, in float32 steps as the quantizer computes them. */
function halfBounds(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  return Float32Array.from({ length: rows }, (_, row) => {
    const slice = values.subarray(row * columns, (row + 1) * columns);
    const maximum = slice.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Math.fround(maximum + Math.fround(float32Epsilon)) * 0.5;
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
