import { add, carry, sum } from "../vector/carry-save";
import { storeByteSums } from "../vector/byte-sums";

// 8-bit lanes hold 31 popcounts (31·8 = 248 ≤ 255), so they are widened every 31 trees.
const TREES_BETWEEN_WIDENING: i32 = 31;

/**
 * The same product as `bgemm_1x16__wasm_simd128` in trees of sixteen bytes: one popcount serves sixteen vectors.
 *
 * Fewer operations, more values alive: for engines recent enough to know relaxed SIMD, whose register allocation
 * copes. Uses no relaxed instruction itself.
 */
export function bgemm_1x16__wasm_relaxed_simd(a: usize, w: usize, bytes: i32, sums: usize): void {
  let ones = i32x4.splat(0);
  let twos = ones;
  let fours = ones;
  let eights = ones;
  let first = true;
  const end = a + <usize>bytes;
  while (a < end) {
    const stop = min(end, a + 16 * TREES_BETWEEN_WIDENING);
    let sixteens = i32x4.splat(0);
    for (; a < stop; a += 16) {
      let x = v128.xor(v128.load8_splat(a), v128.load(w));
      let y = v128.xor(v128.load8_splat(a, 1), v128.load(w, 16));
      let p = carry(ones, x, y);
      ones = sum(ones, x, y);
      x = v128.xor(v128.load8_splat(a, 2), v128.load(w, 32));
      y = v128.xor(v128.load8_splat(a, 3), v128.load(w, 48));
      let q = carry(ones, x, y);
      ones = sum(ones, x, y);
      let f0 = carry(twos, p, q);
      twos = sum(twos, p, q);
      x = v128.xor(v128.load8_splat(a, 4), v128.load(w, 64));
      y = v128.xor(v128.load8_splat(a, 5), v128.load(w, 80));
      p = carry(ones, x, y);
      ones = sum(ones, x, y);
      x = v128.xor(v128.load8_splat(a, 6), v128.load(w, 96));
      y = v128.xor(v128.load8_splat(a, 7), v128.load(w, 112));
      q = carry(ones, x, y);
      ones = sum(ones, x, y);
      let f1 = carry(twos, p, q);
      twos = sum(twos, p, q);
      const e0 = carry(fours, f0, f1);
      fours = sum(fours, f0, f1);
      x = v128.xor(v128.load8_splat(a, 8), v128.load(w, 128));
      y = v128.xor(v128.load8_splat(a, 9), v128.load(w, 144));
      p = carry(ones, x, y);
      ones = sum(ones, x, y);
      x = v128.xor(v128.load8_splat(a, 10), v128.load(w, 160));
      y = v128.xor(v128.load8_splat(a, 11), v128.load(w, 176));
      q = carry(ones, x, y);
      ones = sum(ones, x, y);
      f0 = carry(twos, p, q);
      twos = sum(twos, p, q);
      x = v128.xor(v128.load8_splat(a, 12), v128.load(w, 192));
      y = v128.xor(v128.load8_splat(a, 13), v128.load(w, 208));
      p = carry(ones, x, y);
      ones = sum(ones, x, y);
      x = v128.xor(v128.load8_splat(a, 14), v128.load(w, 224));
      y = v128.xor(v128.load8_splat(a, 15), v128.load(w, 240));
      q = carry(ones, x, y);
      ones = sum(ones, x, y);
      f1 = carry(twos, p, q);
      twos = sum(twos, p, q);
      const e1 = carry(fours, f0, f1);
      fours = sum(fours, f0, f1);
      sixteens = i8x16.add(sixteens, i8x16.popcnt(carry(eights, e0, e1)));
      eights = sum(eights, e0, e1);
      w += 256;
    }
    storeByteSums(sums, sixteens, 4, first);
    first = false;
  }
  const low = add(i8x16.popcnt(ones), i8x16.popcnt(twos), 1);
  const high = add(i8x16.popcnt(fours), i8x16.popcnt(eights), 1);
  storeByteSums(sums, add(low, high, 2), 0, false);
}
