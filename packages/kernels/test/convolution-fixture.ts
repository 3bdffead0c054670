import { packBipolar } from "@bnnkit/core";
import {
  type BinaryPadding,
  type ConvolutionShape,
  convolutionOutputSize,
  packConvolution,
} from "../src/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { floats, signs } from "./operands.ts";

/** A convolution with its ±1 operands. */
export interface ConvolutionCase extends ConvolutionShape {
  readonly map: Int8Array;
  readonly weights: Int8Array;
  readonly images: number;
}

/** The same with its scales. */
export interface ScaledConvolutionCase extends ConvolutionCase {
  readonly pixelScales?: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly slopes?: Float32Array;
  readonly relu?: boolean;
}

/** Sizes of a convolution in short: map, channels, kernel. */
export type Sizes = readonly [
  images: number,
  height: number,
  width: number,
  inFeatures: number,
  outFeatures: number,
  kernelHeight: number,
  kernelWidth: number,
];

export type How = Pick<ConvolutionShape, "strides" | "dilations" | "groups" | "padding">;

export function around(value: 0 | 1, rows: number, columns = rows): BinaryPadding {
  return { value, top: rows, bottom: rows, left: columns, right: columns };
}

export function convolution(sizes: Sizes, how: How = {}): ConvolutionCase {
  const [images, height, width, inFeatures, outFeatures, ...kernelSize] = sizes;
  const taps = kernelSize[0] * kernelSize[1];
  return {
    ...{ images, height, width, inFeatures, outFeatures, kernelSize, ...how },
    map: signs(images * height * width * inFeatures, 2),
    weights: signs((outFeatures * taps * inFeatures) / (how.groups ?? 1), 3),
  };
}

export function scaledConvolution(sizes: Sizes, how: How = {}): ScaledConvolutionCase {
  const c = convolution(sizes, how);
  return {
    ...c,
    pixelScales: floats(outputPixels(c), 4).map((x) => 20 * Math.abs(x)),
    columnScales: floats(c.outFeatures, 5),
    bias: floats(c.outFeatures, 6),
    slopes: floats(c.outFeatures, 7),
  };
}

/** Pixels of all outputs. */
export function outputPixels(c: ConvolutionCase): number {
  const [height, width] = convolutionOutputSize(c);
  return c.images * height * width;
}

/** The operands of every binary convolution, in an arena. */
export function convolutionInputs(f: ArenaFixture, c: ConvolutionCase) {
  const { map, weights, images, ...shape } = c;
  const { inFeatures, outFeatures } = shape;
  const packed = packConvolution(
    packBipolar(weights, outFeatures, weights.length / outFeatures),
    shape,
  );
  return {
    ...shape,
    bits: f.signs(map, images * shape.height * shape.width, inFeatures),
    weights: f.ints(packed.lanes),
    tapCounts: f.ints(packed.tapCounts),
    images: f.ints([images]),
  };
}

/** The operands of every scaled one. */
export function scaledConvolutionInputs(f: ArenaFixture, c: ScaledConvolutionCase) {
  const { pixelScales, columnScales, bias, slopes, relu = false, ...shape } = c;
  return {
    ...convolutionInputs(f, shape),
    pixelScales: f.optionalFloats(pixelScales),
    columnScales: f.floats(columnScales),
    bias: f.optionalFloats(bias),
    slopes: f.optionalFloats(slopes),
    relu,
  };
}
