import * as tf from "@tensorflow/tfjs";
import type { KernelAttributes } from "../kernel.ts";

/** Depth, height, width. */
export type Extent = readonly [number, number, number];

/** How the windows of a convolution or a pooling lie on their input, channels last. Two dimensions have depth 1. */
export interface WindowGeometry {
  readonly batch: number;
  readonly input: Extent;
  readonly inputChannels: number;
  readonly output: Extent;
  readonly outputChannels: number;
  /** Taps of one window. */
  readonly window: Extent;
  readonly strides: Extent;
  readonly dilations: Extent;
  /** Padding before the first element. */
  readonly padding: Extent;
}

/** Geometry of a two-dimensional convolution `[batch, height, width, channels]`.
 *  @throws RangeError if the data format is not NHWC. */
export function convolution2dGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode, dataFormat }: KernelAttributes,
  depthwise: boolean,
): WindowGeometry {
  if (dataFormat !== undefined && dataFormat !== "NHWC") {
    throw new RangeError(`convolution2dGeometry: dataFormat must be NHWC, got ${dataFormat}`);
  }
  return fromPlane(
    tf.backend_util.computeConv2DInfo(
      four(inputShape),
      four(filterShape),
      two(strides),
      two(dilations ?? 1),
      paddingOf(pad),
      roundingOf(dimRoundingMode),
      depthwise,
    ),
  );
}

/** Geometry of a three-dimensional convolution `[batch, depth, height, width, channels]`. */
export function convolution3dGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad }: KernelAttributes,
): WindowGeometry {
  return fromVolume(
    tf.backend_util.computeConv3DInfo(
      five(inputShape),
      five(filterShape),
      three(strides),
      1,
      simplePaddingOf(pad),
    ),
  );
}

/** Geometry of a two-dimensional pooling. */
export function pool2dGeometry(
  inputShape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: KernelAttributes,
): WindowGeometry {
  return fromPlane(
    tf.backend_util.computePool2DInfo(
      four(inputShape),
      two(filterSize),
      two(strides),
      1,
      paddingOf(pad),
      roundingOf(dimRoundingMode),
    ),
  );
}

/** Geometry of a three-dimensional pooling. */
export function pool3dGeometry(
  inputShape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: KernelAttributes,
): WindowGeometry {
  return fromVolume(
    tf.backend_util.computePool3DInfo(
      five(inputShape),
      three(filterSize),
      three(strides),
      1,
      simplePaddingOf(pad),
      roundingOf(dimRoundingMode),
    ),
  );
}

function fromPlane(info: tf.backend_util.Conv2DInfo): WindowGeometry {
  return {
    batch: info.batchSize,
    input: [1, info.inHeight, info.inWidth],
    inputChannels: info.inChannels,
    output: [1, info.outHeight, info.outWidth],
    outputChannels: info.outChannels,
    window: [1, info.filterHeight, info.filterWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  };
}

function fromVolume(info: tf.backend_util.Conv3DInfo): WindowGeometry {
  return {
    batch: info.batchSize,
    input: [info.inDepth, info.inHeight, info.inWidth],
    inputChannels: info.inChannels,
    output: [info.outDepth, info.outHeight, info.outWidth],
    outputChannels: info.outChannels,
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

function two(value: unknown): [number, number] {
  return Array.isArray(value)
    ? [Number(value[0]), Number(value[1])]
    : [Number(value), Number(value)];
}

function three(value: unknown): [number, number, number] {
  if (Array.isArray(value)) return [Number(value[0]), Number(value[1]), Number(value[2])];
  return [Number(value), Number(value), Number(value)];
}

function four([a, b, c, d]: readonly number[]): [number, number, number, number] {
  return [a, b, c, d];
}

function five([a, b, c, d, e]: readonly number[]): [number, number, number, number, number] {
  return [a, b, c, d, e];
}

function simplePaddingOf(pad: unknown): "same" | "valid" | number {
  return pad === "same" || pad === "valid" ? pad : Number(pad);
}

function paddingOf(pad: unknown): "same" | "valid" | number | tf.backend_util.ExplicitPadding {
  if (!Array.isArray(pad)) return simplePaddingOf(pad);
  return [two(pad[0]), two(pad[1]), two(pad[2]), two(pad[3])];
}

function roundingOf(mode: unknown): "floor" | "round" | "ceil" | undefined {
  return mode === "floor" || mode === "round" || mode === "ceil" ? mode : undefined;
}
