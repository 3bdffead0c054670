import { packBipolar } from "@bnnkit/core";
import {
  type ConvolutionShape,
  convolutionOutputSize,
  type Padding,
  packConvolution,
} from "../src/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { signs } from "./operands.ts";

/** A convolution with its ±1 operands. */
export interface ConvolutionCase extends ConvolutionShape {
  readonly map: Int8Array;
  readonly weights: Int8Array;
  readonly images: number;
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

export function around(value: 0 | 1, rows: number, columns = rows): Padding {
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
