import {
  type BipolarMatrix,
  checkEqual,
  checkKind,
  checkLength,
  type Extent,
  popcount32,
  wordsPerRow,
} from "@bnnkit/core";
import { checkDivides } from "./convolution-shape.ts";
import { packByteLanes } from "./pack-byte-lanes.ts";
import { patchLayout } from "./tape/convolution-scratch.ts";

/** The operands of `bconv2d` and its variants that depend on the weights alone. */
export interface PackedConvolution {
  /** `weights`: byte lanes of patches, group by group; of a depthwise convolution the taps one behind the other. */
  readonly lanes: Uint32Array<ArrayBuffer>;
  /**
   * `tapCounts`: [kernelHeight + 1][kernelWidth + 1][outFeatures], at (i, j, n) the −1s among the weights of channel n
   * in the taps above row i and left of column j. Four of them give the −1s in any rectangle of taps, so also in those
   * that fall outside the map.
   */
  readonly tapCounts: Int32Array<ArrayBuffer>;
}

/**
 * Reorders the weights of a convolution for `bconv2d` and its variants. The result serves every size of map, stride,
 * dilation and padding.
 *
 * @param weights  outFeatures × (kernelHeight·kernelWidth·inFeatures/groups) bits: row n holds channel n's taps row by
 *   row, in each the channels of its group.
 * @param shape  `groups` divides inFeatures and outFeatures, default 1.
 * @throws TypeError for what is not bipolar, RangeError for a shape that does not fit the weights.
 */
export function packConvolution(
  weights: BipolarMatrix,
  shape: { readonly inFeatures: number; readonly kernelSize: Extent; readonly groups?: number },
): PackedConvolution {
  const where = "packConvolution";
  const { inFeatures, kernelSize, groups = 1 } = shape;
  const taps = kernelSize[0] * kernelSize[1];
  checkKind(where, "weights", weights.kind, "bipolar");
  checkEqual(
    where,
    "weights.cols",
    weights.cols,
    "taps·inFeatures/groups",
    (taps * inFeatures) / groups,
  );
  checkDivides(where, "weights.rows", weights.rows, groups);
  checkLength(where, "weights.words", weights.words.length, weights.rows * weights.wordsPerRow);
  const groupFeatures = inFeatures / groups;
  const isDepthwise = groups > 1 && groups === inFeatures && groups === weights.rows;
  const { tapBytes, patchBytes } = patchLayout({
    inFeatures,
    kernelSize,
    groupFeatures,
    isDepthwise,
  });
  const lanes = isDepthwise
    ? packTapRows(weights, taps)
    : packGroups(weights, { taps, groups, groupFeatures, tapBytes, patchBytes });
  return { lanes, tapCounts: countTaps(weights, kernelSize, groupFeatures) };
}

interface GroupLayout {
  readonly taps: number;
  readonly groups: number;
  readonly groupFeatures: number;
  readonly tapBytes: number;
  readonly patchBytes: number;
}

function packGroups(weights: BipolarMatrix, layout: GroupLayout): Uint32Array<ArrayBuffer> {
  const { taps, groups, groupFeatures, tapBytes, patchBytes } = layout;
  const rows = weights.rows / groups;
  const stride = patchBytes / 4;
  const parts = Array.from({ length: groups }, (_, group) => {
    const words = new Uint32Array(rows * stride);
    for (let n = 0; n < rows; n++) {
      for (let k = 0; k < taps * groupFeatures; k++) {
        const bit = 8 * tapBytes * Math.floor(k / groupFeatures) + (k % groupFeatures);
        words[n * stride + (bit >>> 5)] |= bitAt(weights, group * rows + n, k) << (bit & 31);
      }
    }
    return packByteLanes({
      kind: "bipolar",
      rows,
      cols: 8 * patchBytes,
      wordsPerRow: stride,
      words,
    });
  });
  const lanes = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    lanes.set(part, at);
    at += part.length;
  }
  return lanes;
}

/** The bits of each tap as a row over the channels. */
function packTapRows(weights: BipolarMatrix, taps: number): Uint32Array<ArrayBuffer> {
  const stride = wordsPerRow(weights.rows);
  const lanes = new Uint32Array(taps * stride);
  for (let n = 0; n < weights.rows; n++) {
    for (let tap = 0; tap < taps; tap++) {
      lanes[tap * stride + (n >>> 5)] |= bitAt(weights, n, tap) << (n & 31);
    }
  }
  return lanes;
}

function countTaps(
  weights: BipolarMatrix,
  [height, width]: Extent,
  groupFeatures: number,
): Int32Array<ArrayBuffer> {
  const { rows } = weights;
  const counts = new Int32Array((height + 1) * (width + 1) * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (i: number, j: number): number => ((y + i) * (width + 1) + x + j) * rows;
      const from = (y * width + x) * groupFeatures;
      for (let n = 0; n < rows; n++) {
        counts[at(1, 1) + n] =
          counts[at(1, 0) + n] +
          counts[at(0, 1) + n] -
          counts[at(0, 0) + n] +
          countBits(weights, n, from, from + groupFeatures);
      }
    }
  }
  return counts;
}

function countBits(m: BipolarMatrix, row: number, from: number, to: number): number {
  let count = 0;
  for (let k = from; k < to; ) {
    if ((k & 31) === 0 && to - k >= 32) {
      count += popcount32(m.words[row * m.wordsPerRow + (k >>> 5)]);
      k += 32;
    } else {
      count += bitAt(m, row, k);
      k++;
    }
  }
  return count;
}

function bitAt(m: BipolarMatrix, row: number, col: number): number {
  return (m.words[row * m.wordsPerRow + (col >>> 5)] >>> (col & 31)) & 1;
}
