import { bitPlanesOf, type PackedMatrix } from "@bnnkit/core";

/**
 * Reorders packed weight rows so that a vector holds eight activations' bits of sixteen output channels:
 * `lanes[⌊n/16⌋][plane][⌊k/8⌋][n mod 16]` in bytes, bit k mod 8 of each; channels padded with zeros to a multiple of
 * 16, activations to one of 32. One bit a weight and plane.
 *
 * @param m  N×K packed integers, one row per output channel.
 * @returns  16·⌈N/16⌉·planes·4·⌈K/32⌉ bytes, the `weights` of `tableGemm`.
 */
export function packTableLanes(m: PackedMatrix): Uint8Array<ArrayBuffer> {
  const planes = bitPlanesOf(m);
  const bytes = 4 * Math.ceil(m.cols / 32);
  const lanes = new Uint8Array(16 * Math.ceil(m.rows / 16) * planes.length * bytes);
  planes.forEach((words, p) => {
    for (let n = 0; n < m.rows; n++) {
      const to = 16 * bytes * ((n >>> 4) * planes.length + p) + (n & 15);
      for (let i = 0; i < bytes; i++) {
        lanes[to + 16 * i] = words[n * m.wordsPerRow + (i >>> 2)] >>> (8 * (i & 3));
      }
    }
  });
  return lanes;
}
