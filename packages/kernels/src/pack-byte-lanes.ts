import type { BipolarMatrix } from "@bnnkit/core";

/**
 * Reorders packed weight rows so that each byte of a 128-bit vector belongs to another output channel:
 * `lanes[⌊n/16⌋][byte][n mod 16]`, rows padded with zeros to a multiple of 16.
 *
 * @param m  N×K bits, one row per output channel.
 * @returns  16·⌈N/16⌉·wordsPerRow(K) words whose bytes, in order of memory, are the `weights` of `bgemm` and its
 *   variants.
 */
export function packByteLanes(m: BipolarMatrix): Uint32Array<ArrayBuffer> {
  const { rows, wordsPerRow, words } = m;
  const bytesPerRow = 4 * wordsPerRow;
  const lanes = new Uint8Array(16 * Math.ceil(rows / 16) * bytesPerRow);
  for (let n = 0; n < rows; n++) {
    const channel = (n >>> 4) * 16 * bytesPerRow + (n & 15);
    for (let i = 0; i < bytesPerRow; i++) {
      lanes[channel + 16 * i] = words[n * wordsPerRow + (i >>> 2)] >>> (8 * (i & 3));
    }
  }
  return new Uint32Array(lanes.buffer);
}
