import {
  type PoolShape,
  type ResolvedPool,
  resolveConvolution,
  resolvePool,
} from "../../convolution-shape.ts";
import { bconv2dSign_1x1__js } from "../../js/bconv2d.ts";
import {
  type BinaryConvolution,
  convolutionInstruction,
  convolutionKernels,
} from "../binary-convolution.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { windowWords } from "../windows.ts";

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

export const bconv2dSign: Operation<Bconv2dSign> = {
  opcode: 51,
  instruction: (where, o) => {
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
    const output = [
      words(where, "thresholds", o.thresholds),
      words(where, "flips", o.flips),
      ...windowWords(pool),
      words(where, "out", o.out),
    ];
    const instruction = convolutionInstruction(where, o, { ...shape, outHeight, outWidth }, output);
    return windowsArePixels(pool)
      ? instruction
      : { ...instruction, split: { ...instruction.split, units: windowUnits(pool) } };
  },
  js: bconv2dSign_1x1__js,
  simd: convolutionKernels,
};

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

function windowsArePixels({ size: window, strides }: ResolvedPool): boolean {
  return window[0] * window[1] * strides[0] * strides[1] === 1;
}

/** A thread must have so many times the rows that the next one computes again, where windows overlap. */
const ROWS_FOR_ONE_TWICE = 4;

/** The most threads between which the lines of windows of an image are split. */
function windowUnits({ size: window, strides, outHeight }: ResolvedPool): number {
  const twice = window[0] - strides[0];
  return twice <= 0 ? outHeight : (outHeight * strides[0]) / (twice * ROWS_FOR_ONE_TWICE);
}
