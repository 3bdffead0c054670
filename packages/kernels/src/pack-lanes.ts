import type { BipolarMatrix } from "@bnnkit/core";

/**
 * Reorders packed weight rows so that each 32-bit lane of a 128-bit vector belongs to another output channel:
 * `lanes[⌊n/4⌋][word][n mod 4]`, rows padded with zeros to a multiple of 4.
 *
 * @param m  N×K bits, one row per output channel.
 * @returns  4·⌈N/4⌉·wordsPerRow(K) words, the `weights` of `signWeightGemm`.
 */
export function packLanes(m: BipolarMatrix): Uint32Array<ArrayBuffer> {
  const { rows, wordsPerRow, words } = m;
  const lanes = new Uint32Array(4 * Math.ceil(rows / 4) * wordsPerRow);
  for (let n = 0; n < rows; n++) {
    const group = (n >>> 2) * wordsPerRow;
    for (let t = 0; t < wordsPerRow; t++) {
      lanes[4 * (group + t) + (n & 3)] = words[n * wordsPerRow + t];
    }
  }
  return lanes;
}
