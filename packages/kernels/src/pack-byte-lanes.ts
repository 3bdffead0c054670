import type { BipolarMatrix } from "@bnnkit/core";

/**
 * Reorders packed weight rows so that each byte of a 128-bit vector belongs to another output channel:
 * `lanes[⌊n/16⌋][i][n mod 16]` is byte i of row n for even i, byte i ⊕ byte i − 1 for odd i. Rows are padded with zeros
 * to a multiple of 16.
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
      const word = words[n * wordsPerRow + (i >>> 2)];
      lanes[channel + 16 * i] = pairedBytes(word) >>> (8 * (i & 3));
    }
  }
  return new Uint32Array(lanes.buffer);
}

/** Bytes 1 and 3 xor-ed with the byte below. Its own inverse. */
export function pairedBytes(word: number): number {
  return word ^ ((word & 0x00ff00ff) << 8);
}
