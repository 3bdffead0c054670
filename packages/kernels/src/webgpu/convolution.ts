import { checkEqual, checkIntegerBetween } from "@bnnkit/core";
import { type ConvolutionShape, countImages, resolveConvolution } from "../convolution-shape.ts";
import type { Call } from "./shaders/bindings.ts";

/** A convolution with all its sizes. */
export interface ConvolutionPlan {
  readonly call: Call;
  /** Taps of a filter. */
  readonly taps: number;
  /** images·outHeight·outWidth */
  readonly outPixels: number;
}

/** Rows and columns of a matrix. */
interface Size {
  readonly rows: number;
  readonly cols: number;
}

/** Shaders tell places in a padded map by i32. */
const LARGEST_MAP = 2 ** 31 - 1;

/** What the shaders must know of a convolution.
 *  @throws RangeError where shape, map and weights do not fit each other. */
export function planConvolution(
  where: string,
  map: Size,
  weights: Size,
  shape: ConvolutionShape,
): ConvolutionPlan {
  const { height, width, inFeatures, outFeatures, groups, groupFeatures, ...resolved } =
    resolveConvolution(where, shape);
  const { kernelSize, strides, dilations, padding, outHeight, outWidth } = resolved;
  const { top, bottom, left, right, value } = padding;
  checkIntegerBetween(where, "the padded height", height + top + bottom, 1, LARGEST_MAP);
  checkIntegerBetween(where, "the padded width", width + left + right, 1, LARGEST_MAP);
  const taps = kernelSize[0] * kernelSize[1];
  const features = taps * groupFeatures;
  checkEqual(where, "map.cols", map.cols, "inFeatures", inFeatures);
  checkEqual(where, "weights.rows", weights.rows, "outFeatures", outFeatures);
  checkEqual(where, "weights.cols", weights.cols, "taps·inFeatures/groups", features);
  const outPixels = countImages(where, map.rows, { height, width }) * outHeight * outWidth;
  const wordsPerTap = Math.ceil(groupFeatures / 32);
  const call: Call = {
    ...{ height, width, outHeight, outWidth },
    ...{ kernelHeight: kernelSize[0], kernelWidth: kernelSize[1] },
    ...{ strideY: strides[0], strideX: strides[1] },
    ...{ dilationY: dilations[0], dilationX: dilations[1] },
    ...{ padTop: top, padLeft: left, padsWithZero: Number(value === 0) },
    ...{ rows: outPixels, columns: outFeatures / groups, slices: groups },
    ...{ channels: groupFeatures, features, words: taps * wordsPerTap, wordsPerTap },
  };
  return { call, taps, outPixels };
}
