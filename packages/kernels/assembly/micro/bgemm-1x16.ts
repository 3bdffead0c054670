import { storeByteSums, storeByteSumsAndRest } from "../vector/byte-sums";
import { carry, carryOfPair, countRest, POPCOUNTS_A_BYTE, sum } from "../vector/carry-save";

/**
 * `sums[n] = popcount(a ⊕ w_n)` as int32 for 16 channels, in trees of four bytes.
 *
 * a: a row of bits whose odd bytes are xor-ed with the byte before, see `pairBytes`. w: byte lanes of the 16 channels,
 * which are so too. `bytes` of a row, a multiple of 16. Four bytes of each channel go through carry-save adders (ones +
 * 2·twos + 4·fours), so that one popcount serves four vectors. Deeper trees, as those of `bgemm_1x16c16__wasm_simd128`,
 * take fewer operations, but only the newest compilers keep their values in registers.
 */
export function bgemm_1x16__wasm_simd128(a: usize, w: usize, bytes: i32, sums: usize): void {
  let ones = i32x4.splat(0);
  let twos = ones;
  let fours = ones;
  let first = true;
  const end = a + <usize>bytes;
  for (;;) {
    const stop = min(end, a + 4 * POPCOUNTS_A_BYTE);
    for (; a < stop; a += 4) {
      let x = v128.xor(v128.load8_splat(a), v128.load(w));
      let pair = v128.xor(v128.load8_splat(a, 1), v128.load(w, 16));
      const p = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      x = v128.xor(v128.load8_splat(a, 2), v128.load(w, 32));
      pair = v128.xor(v128.load8_splat(a, 3), v128.load(w, 48));
      const q = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      fours = i8x16.add(fours, i8x16.popcnt(carry(twos, p, q)));
      twos = sum(twos, p, q);
      w += 64;
    }
    if (a == end) break;
    storeByteSums(sums, fours, 2, first);
    fours = i32x4.splat(0);
    first = false;
  }
  storeByteSumsAndRest(sums, fours, 2, countRest(ones, twos), first);
}
