// The instruction words of binary convolutions, in the order of convolution.ts, and of max pools.
import { type Margin, wordsPerRow } from "@bnnkit/core";
import {
  type PoolShape,
  type ResolvedConvolution,
  type ResolvedPool,
  resolveConvolution,
  resolvePool,
} from "../convolution-shape.ts";
import type {
  Bconv2d,
  Bconv2dInt8,
  Bconv2dInt32,
  Bconv2dSign,
  BinaryConvolution,
  BmaxPool2d,
  ScaledConvolution,
} from "./convolution-operands.ts";
import { convolutionScratch, patchLayout } from "./convolution-scratch.ts";
import { activation, bytes, flag, optional, size, words } from "./operand-word.ts";

export function bconv2dWords(o: Bconv2d): number[] {
  const where = "bconv2d";
  const shape = resolveConvolution(where, o);
  return [...mapWords(where, o, shape), ...scaledOutput(where, o), words(where, "out", o.out)];
}

export function bconv2dInt32Words(o: Bconv2dInt32): number[] {
  const where = "bconv2dInt32";
  return [...mapWords(where, o, resolveConvolution(where, o)), words(where, "out", o.out)];
}

export function bconv2dInt8Words(o: Bconv2dInt8): number[] {
  const where = "bconv2dInt8";
  const shape = resolveConvolution(where, o);
  return [...mapWords(where, o, shape), ...scaledOutput(where, o), bytes(where, "out", o.out)];
}

export function bconv2dSignWords(o: Bconv2dSign): number[] {
  const where = "bconv2dSign";
  const shape = resolveConvolution(where, o);
  const onePixel: PoolShape = { size: [1, 1] };
  const pool = resolvePool(
    where,
    { height: shape.outHeight, width: shape.outWidth },
    o.pool ?? onePixel,
  );
  // Pixels behind the last window are not computed.
  const outHeight = covered(shape.outHeight, pool, 0, pool.outHeight, pool.padding.top);
  const outWidth = covered(shape.outWidth, pool, 1, pool.outWidth, pool.padding.left);
  return [
    ...mapWords(where, o, { ...shape, outHeight, outWidth }),
    words(where, "thresholds", o.thresholds),
    words(where, "flips", o.flips),
    ...windowWords(pool),
    words(where, "out", o.out),
  ];
}

export function bmaxPool2dWords(o: BmaxPool2d): number[] {
  const where = "bmaxPool2d";
  if (o.kind !== "bipolar" && o.kind !== "unipolar") {
    throw new TypeError(`${where}: kind must be "bipolar" or "unipolar", got ${o.kind}`);
  }
  const map = [size(where, "height", o.height), size(where, "width", o.width)];
  return [
    words(where, "bits", o.bits),
    words(where, "images", o.images),
    ...map,
    4 * wordsPerRow(size(where, "features", o.features)),
    flag(o.kind === "unipolar"),
    ...windowWords(resolvePool(where, o, o)),
    words(where, "out", o.out),
  ];
}

/** The rows or columns of a map that windows cover. */
function covered(
  length: number,
  { size: window, strides }: ResolvedPool,
  axis: 0 | 1,
  windows: number,
  before: number,
): number {
  return Math.min(length, (windows - 1) * strides[axis] + window[axis] - before);
}

function windowWords({
  size: window,
  strides,
  padding,
  outHeight,
  outWidth,
}: ResolvedPool): number[] {
  return [...window, ...strides, ...corner(padding), outHeight, outWidth];
}

function corner({ top, left }: Margin): [number, number] {
  return [top, left];
}

function mapWords(where: string, o: BinaryConvolution, shape: ResolvedConvolution): number[] {
  const { kernelSize, strides, dilations, padding, outHeight, outWidth, isDepthwise } = shape;
  const { tapBytes, patchBytes } = patchLayout(shape);
  const isZeroPadded = padding.value === 0 && Object.values(padding).some((count) => count > 0);
  return [
    words(where, "bits", o.bits),
    words(where, "weights", o.weights),
    isZeroPadded ? words(where, "tapCounts", o.tapCounts ?? 0) : 0,
    words(where, "images", o.images),
    ...[shape.height, shape.width, 4 * wordsPerRow(shape.inFeatures), shape.outFeatures],
    // A depthwise patch holds all channels, each tap of them is one product.
    ...(isDepthwise ? [1, shape.inFeatures, 1] : [shape.groups, ...twice(shape.groupFeatures)]),
    ...[tapBytes, patchBytes],
    ...[...kernelSize, ...strides, ...dilations, ...corner(padding), outHeight, outWidth],
    convolutionScratch(shape).pairs,
  ];
}

function twice(value: number): [number, number] {
  return [value, value];
}

/** pixelScales, columnScales, bias, slopes, relu */
function scaledOutput(where: string, o: ScaledConvolution): number[] {
  return [
    optional(where, "pixelScales", o.pixelScales),
    words(where, "columnScales", o.columnScales),
    ...activation(where, o),
  ];
}
