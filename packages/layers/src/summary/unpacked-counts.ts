import { bitsOf, type Code, float32 } from "@bnnkit/core";
import {
  addMacs,
  addParameters,
  countParameters,
  elementCount,
  type Macs,
  type NodeTensor,
  type ParameterCounts,
  productMacs,
  tensorBytes,
  weightTensors,
} from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { callsBefore } from "../calls-before.ts";
import { KernelLayer } from "../kernel-layer.ts";
import { placeCount } from "../latent-kernel-layer.ts";
import { QuantSeparableConv2D } from "../quant-separable-conv2d.ts";
import { singleShape } from "../single-input.ts";

/** What one layer stores and multiplies. */
export interface StoredAndMultiplied {
  /** Numbers by their digit. Scales serve others, and are not counted. */
  readonly parameters: ParameterCounts;
  /** Of parameters, scales and padding. */
  readonly sizeBytes: number;
  /** Multiply-accumulates for one input of the model, by the digits of both sides. */
  readonly macs: Macs;
  /** Bits of a number that is multiplied with the kernel, of each product. */
  readonly inputBits: readonly number[];
  /** Bits of a number of the kernel, of each product. */
  readonly kernelBits: readonly number[];
}

/** The counts of a layer that no node stands for: its kernels as they would be packed, everything else in float32. */
export function unpackedCounts(call: tf.SymbolicTensor): StoredAndMultiplied {
  const { sourceLayer: layer } = call;
  if (layer instanceof tf.LayersModel) {
    return addCounts([...new Set(layer.outputs.flatMap(callsBefore))].map(unpackedCounts));
  }
  const factors = factorsOf(call);
  const counted = factors.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const others: NodeTensor = {
    dtype: "F32",
    shape: [weightCount(layer) - counted],
    digit: "float32",
  };
  const tensors = [
    ...factors.flatMap(({ kernel, rows, columns }) => [
      ...weightTensors({ tensor: layer.name, code: kernel }, rows, columns).values(),
    ]),
    others,
  ];
  return {
    parameters: countParameters(tensors),
    sizeBytes: tensors.reduce((sum, spec) => sum + tensorBytes(spec), 0),
    macs: addMacs(
      factors.map(({ input, kernel, products }) => productMacs(input, kernel, products)),
    ),
    inputBits: factors.map(({ input }) => bitsOf(input)),
    kernelBits: factors.map(({ kernel }) => bitsOf(kernel)),
  };
}

/** Sums, and the bits one behind the other. */
export function addCounts(counts: readonly StoredAndMultiplied[]): StoredAndMultiplied {
  return {
    parameters: addParameters(counts.map(({ parameters }) => parameters)),
    sizeBytes: counts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    macs: addMacs(counts.map(({ macs }) => macs)),
    inputBits: counts.flatMap(({ inputBits }) => inputBits),
    kernelBits: counts.flatMap(({ kernelBits }) => kernelBits),
  };
}

/** Numbers that a layer holds in TensorFlow.js, trained or not. */
export function weightCount(layer: tf.layers.Layer): number {
  return layer.weights.reduce((sum, { shape }) => sum + elementCount(shape.map(Number)), 0);
}

/** A matrix that values are multiplied with. */
interface Factor {
  readonly input: Code;
  readonly kernel: Code;
  readonly rows: number;
  readonly columns: number;
  readonly products: number;
}

function factorsOf(call: tf.SymbolicTensor): readonly Factor[] {
  const { sourceLayer: layer, shape: output } = call;
  const input = call.inputs[0]?.shape ?? output;
  if (layer instanceof KernelLayer) return [factorOf(layer, singleShape(layer.name, input))];
  if (layer instanceof QuantSeparableConv2D) {
    const parts = layer.partsFor(singleShape(layer.name, input));
    return parts.map(([part, shape]) => factorOf(part, shape));
  }
  // Of a transposed convolution each place of the input meets the whole kernel, of others each place of the output.
  const isTransposed = layer.getClassName().includes("Transpose");
  const places = placeCount(isTransposed ? input : output);
  return layer.weights
    .filter(({ originalName }) => originalName.endsWith("kernel"))
    .map(({ shape }): Factor => {
      const sizes = shape.map(Number);
      const rows = sizes.at(-1) ?? 1;
      const columns = elementCount(sizes.slice(0, -1));
      const products = places * rows * columns;
      return { input: float32, kernel: float32, rows, columns, products };
    });
}

function factorOf(layer: KernelLayer, inputShape: tf.Shape): Factor {
  const [rows, columns] = layer.matrixShape;
  return {
    input: layer.inputQuantizer?.code ?? float32,
    kernel: layer.kernelQuantizer?.code ?? float32,
    rows,
    columns,
    products: layer.productsFor(inputShape),
  };
}
