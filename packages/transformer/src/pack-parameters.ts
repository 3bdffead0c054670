import { odd, packBipolar } from "@bnnkit/core";
import {
  graphsOf,
  type Interpreter,
  interpret,
  type ModelDescription,
  namedTerms,
  numbersAt,
  type Tensor,
  type TypedNode,
  typeGraph,
  type Weights,
} from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { levelThresholds } from "./described-quantizer.ts";
import { codeTable, type EmbeddingBits } from "./embedding-bits.ts";
import { tableName, tableScalesName } from "./node-blocks.ts";
import type { GridMatrix, GridOptions } from "./odd-grid.ts";
import { type ParameterShape, positionsParameter, tableParameter } from "./parameter-shapes.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import { settledWeights } from "./placed-quantizer.ts";
import { logitsNode } from "./product-observation.ts";
import type { QuantizedTable } from "./quantized-table.ts";
import { withScope } from "./scope.ts";

export interface PackOptions {
  readonly parameters: Parameters;
  readonly embeddingBits: EmbeddingBits;
  /** What the parameters are to the nodes. */
  readonly shapes: readonly ParameterShape[];
  /** Matrices on grids by the names of their nodes. */
  readonly grids: ReadonlyMap<string, GridMatrix>;
  /** Encodes one-bit matrices, `[outFeatures, inFeatures]`: ±1 and a scale. */
  readonly quantizer: Quantizer;
  /** Encodes a table of one bit. */
  readonly tableQuantizer?: Quantizer | undefined;
  /** What values are quantized by where a node has thresholds for each feature, by the name of the node. Default: none. */
  readonly settled?: ReadonlyMap<string, Quantizer>;
  /** Factor on the outputs of one-bit matrices; it goes into their scales. */
  readonly postScale: number;
}

/** The tensors of a description, packed from latent parameters: one-bit matrices to the bits and scales of their
 *  encoding, those on grids and a coded table to codes and scales.
 *  @throws RangeError if a parameter is missing, and for NaN, naming its index */
export function packParameters(
  description: ModelDescription,
  options: PackOptions,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  const context = { ...options, table: codedTableOf(options) };
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
  /** The codes of the table, unless it is of floats. */
  readonly table: QuantizedTable | undefined;
}

const absent = "a Transformer has none";
const none = { handle: (): [] => [] };

/** The tensors of each node. */
const packing: Interpreter<PackContext, readonly [string, Tensor][]> = {
  name: "exportModel",
  ops: {
    embedding: { handle: ({ node: { table } }, context) => packTable(table, context) },
    position: {
      handle: ({ node: { table } }, { parameters }) =>
        table === "sinusoidal"
          ? []
          : [[`${table.tensor}.weights`, floats(parameterOf(parameters, positionsParameter))]],
    },
    "layer-norm": {
      handle: ({ node: { name } }, { parameters }) =>
        ["gamma", "beta"].map((part) => [
          `${name}.${part}`,
          floats(parameterOf(parameters, `${name}/${part}`)),
        ]),
    },
    dense: { handle: packDense },
    attention: none,
    threshold: { handle: packThresholds },
    round: none,
    activation: none,
    add: none,
    affine: { handle: packScales },
    multiply: none,
    "rotary-position": absent,
    convolution: { handle: packPatches },
    "look-up": absent,
    "truth-tables": absent,
    "group-sum": absent,
    concatenate: absent,
    pool: none,
  },
};

function codedTableOf({ parameters, embeddingBits }: PackOptions): QuantizedTable | undefined {
  if (embeddingBits === 32) return undefined;
  const { shape, values } = parameterOf(parameters, tableParameter);
  return codeTable(values, { rows: shape[0], columns: shape[1], bits: embeddingBits });
}

function packThresholds(
  typed: TypedNode<"threshold">,
  { settled }: PackContext,
): [string, Tensor][] {
  const { name, thresholds } = typed.node;
  if (!("perFeature" in thresholds)) return [];
  const quantizer = settled?.get(name);
  if (quantizer === undefined) throw new RangeError(`exportModel: no quantizer for ${name}`);
  const { features } = numbersAt(typed, 0);
  const data = levelThresholds(quantizer, features);
  return [[`${name}.thresholds`, { dtype: "F32", shape: [features, thresholds.perFeature], data }]];
}

function packTable(
  { tensor, code }: Weights,
  { parameters, table, tableQuantizer }: PackContext,
): [string, Tensor][] {
  const latent = parameterOf(parameters, tableParameter);
  if (table === undefined && code[0].digit === "bipolar" && tableQuantizer !== undefined) {
    return packSigns(tensor, latent.values, {
      shape: [latent.shape[0], latent.shape[1]],
      quantizer: tableQuantizer,
      postScale: 1,
    });
  }
  if (table === undefined) return [[`${tensor}.weights`, floats(latent)]];
  const [rows, columns] = latent.shape;
  if (tensor === tableScalesName) {
    return [[`${tensor}.weights`, { dtype: "F32", shape: [rows, 1], data: table.scales }]];
  }
  if (code[0].digit === "bipolar") {
    return packPlanes(tensor, { codes: table.codes, rows, columns, bits: code.length });
  }
  return [
    [`${tensor}.codes`, { dtype: "I8", shape: latent.shape, data: table.codes }],
    [`${tensor}.scales`, { dtype: "F32", shape: [rows], data: table.scales }],
  ];
}

function packDense(typed: TypedNode<"dense">, options: PackContext): [string, Tensor][] {
  const { parameters, grids } = options;
  const { name, outFeatures, weights, bias } = typed.node;
  if (weights.tensor === tableName) return packTable(weights, options);
  const inFeatures = numbersAt(typed, 0).features;
  const grid = grids.get(name);
  if (grid !== undefined) {
    return packPlanes(name, { ...grid, rows: outFeatures, columns: inFeatures });
  }
  const values = weightsOfNode(options, name);
  const tensors: [string, Tensor][] = [];
  if (weights.code[0].digit === "bipolar") {
    tensors.push(
      ...packSigns(name, values, {
        ...{ quantizer: quantizerOfWeights(options, name), postScale: options.postScale },
        shape: [outFeatures, inFeatures],
      }),
    );
  } else {
    tensors.push([`${name}.weights`, floats({ shape: [outFeatures, inFeatures], values })]);
  }
  if (bias) tensors.push([`${name}.bias`, floats(parameterOf(parameters, `${name}/bias`))]);
  return tensors;
}

function quantizerOfWeights({ quantizer, parameters }: PackContext, name: string): Quantizer {
  return withScope(() =>
    settledWeights(quantizer, name, (own) => {
      const { shape, values } = parameterOf(parameters, own);
      return tf.tensor(values.slice(), [...shape]);
    }),
  );
}

/** A window of floats. */
function packPatches(
  { node: { name, bias } }: TypedNode<"convolution">,
  { parameters }: PackContext,
): [string, Tensor][] {
  const parts = ["weights", ...(bias ? ["bias"] : [])];
  return parts.map((part) => [
    `${name}.${part}`,
    floats(parameterOf(parameters, `${name}/${part}`)),
  ]);
}

interface SignOptions extends Pick<PackOptions, "quantizer" | "postScale"> {
  readonly shape: readonly [rows: number, columns: number];
}

/** A matrix of one bit with a scale for each row. */
function packSigns(tensor: string, values: Float32Array, options: SignOptions): [string, Tensor][] {
  const [rows, columns] = options.shape;
  const { signs, scales } = encodeMatrix(values, options);
  const { words, wordsPerRow } = packBipolar(signs, rows, columns);
  return [
    [`${tensor}.bits`, { dtype: "U32", shape: [rows, wordsPerRow], data: words }],
    [`${tensor}.scales`, { dtype: "F32", shape: [rows], data: scales }],
  ];
}

interface OddCodes extends GridOptions {
  /** Odd numbers −(2^bits − 1) … 2^bits − 1. */
  readonly codes: Int8Array;
}

/** Odd numbers as the signs of their terms, of which the first has the scale 1, the next one 2, and so on. */
function packPlanes(tensor: string, { codes, rows, columns, bits }: OddCodes): [string, Tensor][] {
  const most = 2 ** bits - 1;
  return namedTerms({ tensor, code: odd(bits) }).map(({ prefix }, plane) => {
    const signs = codes.map((code) => 2 * ((((code + most) / 2) >> plane) & 1) - 1);
    const { words, wordsPerRow } = packBipolar(signs, rows, columns);
    return [`${prefix}.bits`, { dtype: "U32", shape: [rows, wordsPerRow], data: words }];
  });
}

/** The scales of the rows of a product on grids, and its bias. */
function packScales(
  { node: { name, inputs, offsets } }: TypedNode<"affine">,
  { grids, table, parameters }: PackContext,
): [string, Tensor][] {
  const [product] = inputs;
  const scales = (product === logitsNode ? table : grids.get(product))?.scales;
  if (scales === undefined) throw new RangeError(`exportModel: no scales for ${product}`);
  const tensors: [string, Tensor][] = [
    [`${name}.scales`, { dtype: "F32", shape: [scales.length], data: scales }],
  ];
  if (offsets)
    tensors.push([`${name}.offsets`, floats(parameterOf(parameters, `${product}/bias`))]);
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
  { quantizer, postScale, shape }: SignOptions,
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
