import { fourNumbers } from "../vector/sliced-numbers";

/** Bytes of the binary digits of the addresses of 128 samples. */
export const DIGITS_BYTES: usize = 512;

/**
 * Where a tuple looks its samples up: u32 [hashes, samples], for `samples` of a block from `first` on, both multiples of four.
 *
 * A binary digit of an address is the exclusive OR of some bits of the tuple, the same for all tuples: `taps` has, for one digit
 * after the other, how many bits and which. Digits are found for 128 samples at once.
 *
 * @param x  the block in the first slice, `stride` bytes before the next
 * @param mapping  int32 [tupleSize]: which slice a bit is; below 0 it is 0
 */
export function writeAddresses(
  x: usize, stride: usize, mapping: usize, taps: usize, hashes: i32, digits: i32,
  first: i32, samples: i32, scratch: usize, addresses: usize,
): void {
  for (let h = 0; h < hashes; h++) {
    for (let d = 0; d < digits; d++) {
      let sum = i32x4.splat(0);
      const end = taps + (<usize>(load<u32>(taps) + 1) << 2);
      for (taps += 4; taps < end; taps += 4) {
        const bit = load<i32>(mapping + (<usize>load<u32>(taps) << 2));
        if (bit >= 0) sum = v128.xor(sum, v128.load(x + <usize>bit * stride));
      }
      v128.store(scratch + (<usize>d << 4), sum);
    }
    for (let s = first; s < first + samples; s += 4) {
      v128.store(addresses, fourNumbers(scratch + (<usize>(s >> 5) << 2), 16, digits, s));
      addresses += 16;
    }
  }
}
