import { wordsPerRow } from "@bnnkit/core";
import type { ConvolutionShape } from "../convolution-shape.ts";
import { COUNT_PLANES_BYTES, PATCH_SLACK_BYTES } from "./convolution.ts";
import { pairScratch } from "./pair-scratch.ts";

/** What the layout of a patch depends on. */
type PatchShape = Pick<ConvolutionShape, "kernelSize"> & {
  readonly inFeatures: number;
  readonly groupFeatures: number;
  readonly isDepthwise: boolean;
};

/**
 * A patch is the taps of an output pixel one behind the other, each in whole bytes; a depthwise tap is a whole pixel. The
 * bits behind a tap's channels and the bytes behind the taps are 0.
 */
export function patchLayout({ kernelSize, inFeatures, groupFeatures, isDepthwise }: PatchShape): {
  readonly tapBytes: number;
  readonly patchBytes: number;
} {
  const tapBytes = isDepthwise ? 4 * wordsPerRow(inFeatures) : Math.ceil(groupFeatures / 8);
  return { tapBytes, patchBytes: 4 * Math.ceil((kernelSize[0] * kernelSize[1] * tapBytes) / 4) };
}

/**
 * How many pairs of patches are looked up with one spread of the weights, and the bytes of scratch: two patches, for
 * each patch of a block the range of taps inside the map, then what products of pairs need; a
 * depthwise convolution counts, and keeps limits, in bit planes.
 */
export function convolutionScratch(shape: PatchShape): {
  readonly pairs: number;
  readonly byteLength: number;
} {
  const { patchBytes } = patchLayout(shape);
  const patches = 2 * (16 * Math.ceil(patchBytes / 16) + PATCH_SLACK_BYTES);
  if (shape.isDepthwise) {
    const planes = 1 + Math.ceil(shape.inFeatures / 128);
    return { pairs: 0, byteLength: patches + planes * COUNT_PLANES_BYTES };
  }
  const { pairs, byteLength } = pairScratch(patchBytes);
  // The last pair's addresses are written in whole blocks of 16 bytes of a patch; nibbles are aligned.
  return { pairs, byteLength: patches + 8 * pairs + byteLength + 64 + 16 };
}
