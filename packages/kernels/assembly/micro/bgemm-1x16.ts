import { add, carry, sum } from "../vector/carry-save";
import { storeByteSums } from "../vector/byte-sums";

// 8-bit lanes hold 31 popcounts (31·8 = 248 ≤ 255), so they are widened every 31 trees.
const TREES_BETWEEN_WIDENING: i32 = 31;

/**
 * `sums[n] = popcount(a ⊕ w_n)` as int32 for 16 channels, in trees of four bytes.
 *
 * a: a row of bits. w: byte lanes of the 16 channels. `bytes` of a row, a multiple of 16. Four bytes of each channel go
 * through carry-save adders (ones + 2·twos + 4·fours), so that one popcount serves four vectors. Few values are alive
 * at a time: compilers that order loads early keep them in registers.
 */
export function bgemm_1x16__wasm_simd128(a: usize, w: usize, bytes: i32, sums: usize): void {
  let ones = i32x4.splat(0);
  let twos = ones;
  let first = true;
  const end = a + <usize>bytes;
  while (a < end) {
    const stop = min(end, a + 4 * TREES_BETWEEN_WIDENING);
    let fours = i32x4.splat(0);
    for (; a < stop; a += 4) {
      let x = v128.xor(v128.load8_splat(a), v128.load(w));
      let y = v128.xor(v128.load8_splat(a, 1), v128.load(w, 16));
      const p = carry(ones, x, y);
      ones = sum(ones, x, y);
      x = v128.xor(v128.load8_splat(a, 2), v128.load(w, 32));
      y = v128.xor(v128.load8_splat(a, 3), v128.load(w, 48));
      const q = carry(ones, x, y);
      ones = sum(ones, x, y);
      fours = i8x16.add(fours, i8x16.popcnt(carry(twos, p, q)));
      twos = sum(twos, p, q);
      w += 64;
    }
    storeByteSums(sums, fours, 2, first);
    first = false;
  }
  storeByteSums(sums, add(i8x16.popcnt(ones), i8x16.popcnt(twos), 1), 0, false);
}
