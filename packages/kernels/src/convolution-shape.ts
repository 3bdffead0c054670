import {
  checkExtent,
  checkIntegerBetween,
  checkPositiveInteger,
  type Extent,
  type Margin,
  type Padding,
  sameMargin,
  slide,
  type Window,
} from "@bnnkit/core";
import { LARGEST_KERNEL } from "./tape/convolution.ts";

/** What surrounds a map of bits: +1, a value of the map like any other, or true zeros, which no bit stands for. */
export interface BinaryPadding extends Padding {
  readonly value: 0 | 1;
}

/** The shape of a binary convolution; one-dimensional with `height` and `kernelSize[0]` 1. */
export interface ConvolutionShape {
  readonly height: number;
  readonly width: number;
  /** Channels of the map. */
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** Taps, at most 254 each way. */
  readonly kernelSize: Extent;
  /** Default 1. */
  readonly strides?: Extent;
  /** Pixels from one tap to the next. Default 1. */
  readonly dilations?: Extent;
  /** Divides inFeatures and outFeatures; equal to both it is a depthwise convolution. Default 1. */
  readonly groups?: number;
  /** Default none ("valid"). */
  readonly padding?: BinaryPadding;
}

/** The window of a pool. */
export interface PoolShape {
  readonly size: Extent;
  /** Default `size`. */
  readonly strides?: Extent;
  /** Pixels that do not count, fewer than `size`. Default none. */
  readonly padding?: Margin;
}

/** A convolution's shape with every default filled in. */
export interface ResolvedConvolution extends Required<ConvolutionShape> {
  readonly outHeight: number;
  readonly outWidth: number;
  /** Channels of one group of the map. */
  readonly groupFeatures: number;
  readonly isDepthwise: boolean;
}

const NO_MARGIN: Margin = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * Rows and columns that a convolution gives: `⌊(H + top + bottom − dilation·(kernel − 1) − 1)/stride⌋ + 1` rows.
 *
 * @throws RangeError for sizes that are not positive integers, groups that do not divide the channels, and a kernel
 *   larger than the padded map.
 */
export function convolutionOutputSize(shape: ConvolutionShape): Extent {
  const { outHeight, outWidth } = resolveConvolution("convolutionOutputSize", shape);
  return [outHeight, outWidth];
}

/**
 * The padding after which ⌈H/stride⌉ rows and ⌈W/stride⌉ columns come out; what does not divide by two goes below and to
 * the right.
 *
 * @throws RangeError as {@link convolutionOutputSize}.
 */
export function samePadding(shape: Omit<ConvolutionShape, "padding">, value: 0 | 1): BinaryPadding {
  const { height, width, kernelSize: size, strides = [1, 1], dilations = [1, 1] } = shape;
  const padding = { value, ...sameMargin([height, width], { size, strides, dilations }) };
  resolveConvolution("samePadding", { ...shape, padding });
  return padding;
}

/** Checks a shape and fills in what it leaves out. */
export function resolveConvolution(where: string, shape: ConvolutionShape): ResolvedConvolution {
  const { height, width, inFeatures, outFeatures, kernelSize, groups = 1 } = shape;
  const { strides = [1, 1], dilations = [1, 1], padding = { ...NO_MARGIN, value: 1 } } = shape;
  for (const [name, value] of Object.entries({ height, width, inFeatures, outFeatures, groups })) {
    checkPositiveInteger(where, name, value);
  }
  checkExtent(where, "kernelSize", kernelSize, LARGEST_KERNEL);
  checkIntegerBetween(where, "padding.value", padding.value, 0, 1);
  checkDivides(where, "inFeatures", inFeatures, groups);
  checkDivides(where, "outFeatures", outFeatures, groups);
  const [outHeight, outWidth] = slide(where, [height, width], {
    ...{ size: kernelSize, strides, dilations, padding },
  });
  return {
    ...{ height, width, inFeatures, outFeatures, kernelSize, groups, strides, dilations, padding },
    ...{ outHeight, outWidth, groupFeatures: inFeatures / groups },
    isDepthwise: groups > 1 && groups === inFeatures && groups === outFeatures,
  };
}

/** A window's shape with every default filled in. */
export interface ResolvedPool extends Required<PoolShape> {
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Checks a window that slides over a map and fills in what its shape leaves out. */
export function resolvePool(
  where: string,
  map: { readonly height: number; readonly width: number },
  pool: PoolShape,
): ResolvedPool {
  const { size, padding = NO_MARGIN } = pool;
  checkExtent(where, "size", size);
  for (const [axis, sides] of [["top", "bottom"] as const, ["left", "right"] as const].entries()) {
    for (const side of sides) {
      checkIntegerBetween(where, `padding.${side}`, padding[side], 0, size[axis] - 1);
    }
  }
  const window = windowOfPool(pool);
  const [outHeight, outWidth] = slide(where, [map.height, map.width], window);
  return { size, strides: window.strides, padding, outHeight, outWidth };
}

/** The window of a pool with every default filled in. */
export function windowOfPool({ size, strides = size, padding = NO_MARGIN }: PoolShape): Window {
  return { size, strides, dilations: [1, 1], padding: { ...padding, value: 0 } };
}

/** The images that so many rows, one for each pixel, make up. @throws RangeError unless they are whole. */
export function countImages(
  where: string,
  rows: number,
  { height, width }: { readonly height: number; readonly width: number },
): number {
  const images = rows / (height * width);
  if (Number.isInteger(images)) return images;
  throw new RangeError(
    `${where}: map.rows (${rows}) must be a multiple of height·width (${height * width})`,
  );
}

/** Throws a RangeError unless groups are of equal size. */
export function checkDivides(where: string, name: string, value: number, groups: number): void {
  if (value % groups !== 0) {
    throw new RangeError(`${where}: ${name} (${value}) must be divisible by groups (${groups})`);
  }
}
