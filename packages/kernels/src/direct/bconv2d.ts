import {
  type BipolarMatrix,
  bipolarMatrix,
  checkEqual,
  checkKind,
  checkLength,
  foldThresholds,
  type UnipolarMatrix,
  wordsPerRow,
} from "@bnnkit/core";
import {
  type ConvolutionShape,
  countImages,
  type PoolShape,
  resolveConvolution,
  resolvePool,
} from "../convolution-shape.ts";
import type { Kernels } from "../kernels.ts";
import { packConvolution } from "../pack-convolution.ts";
import type { BinaryConvolution } from "../tape/binary-convolution.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { borrowArena, copyIn } from "./borrow-arena.ts";

/**
 * Binary convolution of packed maps, channels last: the ±1 dot product of each patch with each filter, as
 * {@link BinaryConvolution} says. One-dimensional where height is 1.
 *
 * Packs the weights anew on every call; to use the same weights often, keep them packed and run a tape.
 *
 * @param map  (images·height·width)×inFeatures bits, a row for each pixel, line by line.
 * @param weights  outFeatures×(kernelHeight·kernelWidth·inFeatures/groups) bits, the channels of a tap together.
 * @param kernels  What to run on; without it plain JavaScript.
 * @returns  images·outHeight·outWidth·outFeatures int32; see `convolutionOutputSize`.
 * @throws TypeError for what is not bipolar, RangeError for sizes that do not fit one another.
 */
export function bconv2d(
  map: BipolarMatrix,
  weights: BipolarMatrix,
  shape: ConvolutionShape,
  kernels?: Kernels,
): Int32Array<ArrayBuffer> {
  const { outHeight, outWidth } = resolveConvolution("bconv2d", shape);
  const images = checkOperands("bconv2d", map, weights, shape);
  const size = images * outHeight * outWidth * shape.outFeatures;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * size);
    const operands = copyOperands(arena, map, weights, shape, images);
    arena.run(new TapeBuilder(arena).bconv2dInt32({ ...operands, out }).build());
    return arena.int32(out, size).slice();
  });
}

/** What {@link bconv2dSign} does after the convolution. */
export interface SignOptions {
  /** [outFeatures] Batch norm: γ/√(σ² + ε). */
  readonly scales: Float32Array;
  /** [outFeatures] Batch norm: β − μ·γ/√(σ² + ε). */
  readonly bias: Float32Array;
  /** Max pool between convolution and batch norm. Default none. */
  readonly pool?: PoolShape;
  /** What to run on; without it plain JavaScript. */
  readonly kernels?: Kernels;
}

/**
 * `sign(scales[n]·max dot + bias[n])`, the block convolution, max pool, batch norm and sign of McDanel et al.,
 * "Embedded Binarized Neural Networks", 2017. Operands and errors as {@link bconv2d}; scales and bias must be finite.
 *
 * @returns  A row of outFeatures bits for each pixel: the map of the next layer.
 */
export function bconv2dSign(
  map: BipolarMatrix,
  weights: BipolarMatrix,
  shape: ConvolutionShape,
  { scales, bias, pool = { size: [1, 1] }, kernels }: SignOptions,
): BipolarMatrix {
  const where = "bconv2dSign";
  const { outHeight, outWidth, outFeatures } = resolveConvolution(where, shape);
  const pooled = resolvePool(where, { height: outHeight, width: outWidth }, pool);
  const images = checkOperands(where, map, weights, shape);
  checkLength(where, "scales", scales.length, outFeatures);
  const { thresholds, flips } = foldThresholds({ scales, bias, inFeatures: weights.cols });
  const rows = images * pooled.outHeight * pooled.outWidth;
  const length = rows * wordsPerRow(outFeatures);
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * length);
    const tape = new TapeBuilder(arena)
      .bconv2dSign({
        ...copyOperands(arena, map, weights, shape, images),
        ...{ thresholds: copyIn(arena, thresholds), flips: copyIn(arena, flips), pool, out },
      })
      .build();
    arena.run(tape);
    return bipolarMatrix(arena.uint32(out, length).slice(), rows, outFeatures);
  });
}

/**
 * Max pool of a packed map: the AND of the bits of ±1, the OR of those of {0, 1}.
 *
 * @param map  (images·height·width)×features bits.
 * @throws TypeError for another kind of matrix, RangeError for sizes that do not fit one another.
 */
export function bmaxPool2d<Map extends BipolarMatrix | UnipolarMatrix>(
  map: Map,
  shape: PoolShape & { readonly height: number; readonly width: number },
  kernels?: Kernels,
): Map {
  const where = "bmaxPool2d";
  const { outHeight, outWidth } = resolvePool(where, shape, shape);
  const images = checkMap(where, map, shape);
  const { kind, cols: features } = map;
  const rows = images * outHeight * outWidth;
  const length = rows * map.wordsPerRow;
  return borrowArena(kernels, (arena) => {
    const out = arena.allocate(4 * length);
    const bits = copyIn(arena, map.words);
    const operands = { ...shape, kind, features, bits, images: copyIn(arena, [images]), out };
    arena.run(new TapeBuilder(arena).bmaxPool2d(operands).build());
    return { ...map, rows, words: arena.uint32(out, length).slice() };
  });
}

function checkOperands(
  where: string,
  map: BipolarMatrix,
  weights: BipolarMatrix,
  { height, width, inFeatures, outFeatures }: ConvolutionShape,
): number {
  checkKind(where, "map", map.kind, "bipolar");
  checkEqual(where, "map.cols", map.cols, "inFeatures", inFeatures);
  checkEqual(where, "weights.rows", weights.rows, "outFeatures", outFeatures);
  return checkMap(where, map, { height, width });
}

/** Checks that a map has whole images, and returns their number. */
function checkMap(
  where: string,
  map: BipolarMatrix | UnipolarMatrix,
  { height, width }: { readonly height: number; readonly width: number },
): number {
  checkEqual(where, "map.wordsPerRow", map.wordsPerRow, "4·⌈cols/128⌉", wordsPerRow(map.cols));
  checkLength(where, "map.words", map.words.length, map.rows * map.wordsPerRow);
  return countImages(where, map.rows, { height, width });
}

function copyOperands(
  arena: Kernels,
  map: BipolarMatrix,
  weights: BipolarMatrix,
  shape: ConvolutionShape,
  images: number,
): BinaryConvolution {
  const { lanes, tapCounts } = packConvolution(weights, shape);
  return {
    ...shape,
    bits: copyIn(arena, map.words),
    weights: copyIn(arena, lanes),
    tapCounts: copyIn(arena, tapCounts),
    images: copyIn(arena, [images]),
  };
}
