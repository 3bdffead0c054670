import { randomSigns } from "../random-integers.ts";
import type { ConvolutionLayer } from "./convolution-layer.ts";

/** Operands of one convolution as ±1. */
export interface ConvolutionOperands {
  readonly layer: ConvolutionLayer;
  /** height × width × inFeatures */
  readonly map: Int8Array;
  /** outFeatures × kernel × kernel × inFeatures */
  readonly weights: Int8Array;
}

/** Random operands; the same layer gives the same ones. */
export function createConvolutionOperands(layer: ConvolutionLayer): ConvolutionOperands {
  const { height, width, inFeatures, outFeatures, kernel } = layer;
  return {
    layer,
    map: randomSigns(height * width * inFeatures, 1),
    weights: randomSigns(outFeatures * kernel * kernel * inFeatures, 2),
  };
}

/** A matrix the other way round, as floats: rows × columns values to columns × rows. */
export function transposeToFloats(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): Float32Array {
  if (values.length !== rows * columns) {
    throw new RangeError(
      `transposeToFloats: values must have ${rows * columns} elements, got ${values.length}`,
    );
  }
  const transposed = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = values[row * columns + column] ?? 0;
    }
  }
  return transposed;
}
