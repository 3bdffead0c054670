import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import { LARGEST_KERNEL } from "./tape/convolution.ts";

/** Rows and columns. */
export type Extent = readonly [height: number, width: number];

/** Rows and columns around a map. */
export interface Margin {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What surrounds a map: +1, a value of the map like any other, or true zeros, which no bit stands for. */
export interface Padding extends Margin {
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
  readonly padding?: Padding;
}

/** A window that slides over a map. */
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
export function samePadding(shape: Omit<ConvolutionShape, "padding">, value: 0 | 1): Padding {
  const { height, width, kernelSize, strides = [1, 1], dilations = [1, 1] } = shape;
  const missing = (size: number, axis: 0 | 1): number => {
    const covered = (Math.ceil(size / strides[axis]) - 1) * strides[axis];
    return Math.max(0, covered + dilations[axis] * (kernelSize[axis] - 1) + 1 - size);
  };
  const [rows, columns] = [missing(height, 0), missing(width, 1)];
  const [top, left] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  const padding: Padding = { value, top, bottom: rows - top, left, right: columns - left };
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
  checkExtent(where, "strides", strides);
  checkExtent(where, "dilations", dilations);
  checkMargin(where, padding);
  checkIntegerBetween(where, "padding.value", padding.value, 0, 1);
  checkDivides(where, "inFeatures", inFeatures, groups);
  checkDivides(where, "outFeatures", outFeatures, groups);
  const [outHeight, outWidth] = slide(where, shape, kernelSize, { strides, dilations, padding });
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
  { size, strides = size, padding = NO_MARGIN }: PoolShape,
): ResolvedPool {
  checkExtent(where, "size", size);
  checkExtent(where, "strides", strides);
  checkMargin(where, padding);
  for (const [axis, sides] of [["top", "bottom"] as const, ["left", "right"] as const].entries()) {
    for (const side of sides) {
      checkIntegerBetween(where, `padding.${side}`, padding[side], 0, size[axis] - 1);
    }
  }
  const dilations = [1, 1] as const;
  const [outHeight, outWidth] = slide(where, map, size, { strides, dilations, padding });
  return { size, strides, padding, outHeight, outWidth };
}

function slide(
  where: string,
  { height, width }: { readonly height: number; readonly width: number },
  [rows, columns]: Extent,
  how: { readonly strides: Extent; readonly dilations: Extent; readonly padding: Margin },
): Extent {
  const { strides, dilations, padding } = how;
  const paddedHeight = height + padding.top + padding.bottom;
  const paddedWidth = width + padding.left + padding.right;
  const coveredHeight = dilations[0] * (rows - 1) + 1;
  const coveredWidth = dilations[1] * (columns - 1) + 1;
  if (coveredHeight > paddedHeight || coveredWidth > paddedWidth) {
    throw new RangeError(
      `${where}: the window (${coveredHeight}×${coveredWidth}) must fit into the padded map (${paddedHeight}×${paddedWidth})`,
    );
  }
  return [
    Math.floor((paddedHeight - coveredHeight) / strides[0]) + 1,
    Math.floor((paddedWidth - coveredWidth) / strides[1]) + 1,
  ];
}

function checkExtent(where: string, name: string, extent: Extent, largest = 2 ** 31 - 1): void {
  checkIntegerBetween(where, `${name}[0]`, extent[0], 1, largest);
  checkIntegerBetween(where, `${name}[1]`, extent[1], 1, largest);
}

function checkMargin(where: string, { top, bottom, left, right }: Margin): void {
  for (const [side, value] of Object.entries({ top, bottom, left, right })) {
    checkIntegerBetween(where, `padding.${side}`, value, 0, 2 ** 31 - 1);
  }
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
