import type { ConvolutionShape, PoolShape } from "../convolution-shape.ts";
import type { Cell, Offset } from "./operands.ts";

/**
 * What every binary convolution reads. For the pixel (y, x) of an output,
 * `dot[y,x,n] = Σ_ty Σ_tx Σ_c map[y·stride − top + ty·dilation, x·stride − left + tx·dilation, c]·weights[n,ty,tx,c]`
 * over the channels c of n's group; outside the map stands `padding.value`.
 */
export interface BinaryConvolution extends ConvolutionShape {
  /** uint32 [images, height, width, wordsPerRow(inFeatures)] */
  readonly bits: Offset;
  /** The lanes of `packConvolution`. */
  readonly weights: Offset;
  /** The tap counts of `packConvolution`, for true zero padding. */
  readonly tapCounts?: Offset;
  /** Cell of the number of images. */
  readonly images: Cell;
}

/** `out = dot` as int32. */
export interface Bconv2dInt32 extends BinaryConvolution {
  /** int32 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

/**
 * `y = dot·(pixelScales·columnScales[n]) + bias[n]`, each operation rounded to float32; with `slopes` a negative y is
 * multiplied by `slopes[n]` (PReLU), with `relu` it becomes 0.
 */
export interface ScaledConvolution extends BinaryConvolution {
  /** float32 [images, outHeight, outWidth]: the K of XNOR-Net. Default 1. */
  readonly pixelScales?: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  /** float32 [outFeatures]; not together with `relu`. */
  readonly slopes?: Offset;
  readonly relu?: boolean;
}

/** `out = y` as float32, see {@link ScaledConvolution}. */
export interface Bconv2d extends ScaledConvolution {
  /** float32 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

/** `out = clamp(roundHalfEven(y), ±127)` as int8, see {@link ScaledConvolution}; NaN becomes 0. */
export interface Bconv2dInt8 extends ScaledConvolution {
  /** int8 [images, outHeight, outWidth, outFeatures] */
  readonly out: Offset;
}

/**
 * `out[y,x,n] = (max dot ≥ thresholds[n]) ⊕ flips[n]`, the maximum over the window of `pool`: convolution, max pool,
 * batch norm and sign in one pass without a map between them, see `foldThresholds` of core. The bits that pad a pixel are 0.
 *
 * A maximum reaches a threshold where one of its dots does, so the window is an OR of comparisons, whatever the sign of
 * the scale. McDanel et al., "Embedded Binarized Neural Networks", 2017 (the fused block).
 */
export interface Bconv2dSign extends BinaryConvolution {
  /** Default none: one pixel. */
  readonly pool?: PoolShape;
  /** int32 [outFeatures] */
  readonly thresholds: Offset;
  /** uint32 [wordsPerRow(outFeatures)], bit n for channel n */
  readonly flips: Offset;
  /** uint32 [images, pooledHeight, pooledWidth, wordsPerRow(outFeatures)] */
  readonly out: Offset;
}

/** `out[y,x,c]` = the largest of the window's values: of ±1 the AND of the bits, of {0,1} the OR. */
export interface BmaxPool2d extends PoolShape {
  /** uint32 [images, height, width, wordsPerRow(features)] */
  readonly bits: Offset;
  readonly kind: "bipolar" | "unipolar";
  /** Cell of the number of images. */
  readonly images: Cell;
  readonly height: number;
  readonly width: number;
  readonly features: number;
  /** uint32 [images, outHeight, outWidth, wordsPerRow(features)] */
  readonly out: Offset;
}
