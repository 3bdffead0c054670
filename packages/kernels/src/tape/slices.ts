/** Samples of a block: the bits of a 128-bit vector. */
export const SLICE_SAMPLES = 128;

/** Bytes of a slice, which is one bit of each of so many samples: whole blocks, sample s at bit `s mod 32` of word `⌊s/32⌋`. */
export function sliceBytes(samples: number): number {
  return 16 * Math.ceil(samples / SLICE_SAMPLES);
}
