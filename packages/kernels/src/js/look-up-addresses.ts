import type { Operands } from "./words.ts";

/** Where the parts of a look-up stand: words of the mapping of one tuple and of `taps`, the first slice and the words between slices. */
export interface AddressWords {
  readonly slices: number;
  readonly stride: number;
  readonly mapping: number;
  readonly taps: number;
  readonly hashes: number;
  readonly digits: number;
}

/** Writes where a sample is looked up by each hash: a binary digit is the exclusive OR of the bits that it taps. */
export function writeAddresses(
  { words: { int32 } }: Operands,
  at: AddressWords,
  sample: number,
  addresses: Int32Array,
): void {
  const { slices, stride, mapping, hashes, digits } = at;
  let tap = at.taps;
  for (let h = 0; h < hashes; h++) {
    addresses[h] = 0;
    for (let d = 0; d < digits; d++) {
      let sum = 0;
      for (const end = tap + int32[tap++] + 1; tap < end; tap++) {
        const bit = int32[mapping + int32[tap]];
        if (bit >= 0) sum ^= int32[slices + bit * stride + (sample >>> 5)] >>> (sample & 31);
      }
      addresses[h] |= (sum & 1) << d;
    }
  }
}
