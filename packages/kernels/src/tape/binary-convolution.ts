import { wordsPerRow } from "@bnnkit/core";
import type { ConvolutionShape, ResolvedConvolution } from "../convolution-shape.ts";
import { convolutionScratch, patchLayout } from "./convolution-scratch.ts";
import { type Cell, type Offset, optional, words } from "./operand.ts";
import type { Instruction } from "./operation.ts";
import { type ScaledOutput, scaledWords } from "./product-output.ts";
import type { SimdKernel } from "./simd-kernel.ts";
import type { Split } from "./split.ts";
import { corner } from "./windows.ts";

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

/** `y` of the sums `dot`, see {@link ScaledOutput}; its rows are pixels. */
export interface ScaledConvolution extends BinaryConvolution, Omit<ScaledOutput, "rowScales"> {
  /** float32 [images, outHeight, outWidth]: the K of XNOR-Net; absent is 1. */
  readonly pixelScales?: Offset;
}

/** Of a depthwise tap of 128 channels: to gather it, and to count it; in vector operations, what its time amounts to. */
const STEPS_OF_TAP = 24;
/** Pixels of a thread for which it pays to prepare a panel of weights once more. */
const PIXELS_OF_A_THREAD = 8;

/** The instruction of a convolution: its own words in the order of convolution.ts, then those of the output. */
export function convolutionInstruction(
  where: string,
  o: BinaryConvolution,
  shape: ResolvedConvolution,
  output: readonly number[],
): Instruction & { readonly split: Split } {
  const pixels = shape.outHeight * shape.outWidth;
  return {
    words: [...mapWords(where, o, shape), ...output],
    split: {
      rows: o.images,
      steps: pixels * stepsOfPixel(shape),
      units: pixels / PIXELS_OF_A_THREAD,
    },
    scratchBytes: convolutionScratch(shape).byteLength,
  };
}

function stepsOfPixel(shape: ResolvedConvolution): number {
  const { kernelSize, inFeatures, outFeatures, groups, isDepthwise } = shape;
  if (isDepthwise) {
    const vectors = wordsPerRow(inFeatures) / 4;
    return kernelSize[0] * kernelSize[1] * vectors * STEPS_OF_TAP + outFeatures;
  }
  const columns = groups * 16 * Math.ceil(outFeatures / groups / 16);
  return (columns * patchLayout(shape).patchBytes) / 4;
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

/** pixelScales, columnScales, bias, slopes, activation */
export function scaledPixelWords(where: string, o: ScaledConvolution): number[] {
  const [, ...ofColumns] = scaledWords(where, o);
  return [optional(where, "pixelScales", o.pixelScales), ...ofColumns];
}

export const convolutionKernels: readonly SimdKernel[] = [
  {
    tile: { "wasm-simd128": [2, 32], "wasm-relaxed-simd": [2, 64] },
    when: "pairs of 4 pixels or more, by table look-up",
    looksUp: true,
  },
  { tile: [1, 16], when: "the pixels and columns left over by pairs, by carry-save adders" },
  { tile: [1, 128], when: "depthwise, by bit-sliced counters", looksUp: true },
];
