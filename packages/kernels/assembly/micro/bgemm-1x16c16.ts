import { storeByteSums, storeByteSumsAndRest } from "../vector/byte-sums";
import { addTwice, carry, carryOfPair, countRest, POPCOUNTS_A_BYTE, sum } from "../vector/carry-save";

/**
 * `sums[n] = popcount(a ⊕ w_n)` as int32 for 16 channels, in trees of sixteen bytes.
 *
 * Operands as those of `bgemm_1x16__wasm_simd128`. One popcount serves sixteen vectors (ones + 2·twos + 4·fours +
 * 8·eights + 16·sixteens): fewer operations than with trees of four, for compilers that keep so many values in registers.
 */
export function bgemm_1x16c16__wasm_simd128(a: usize, w: usize, bytes: i32, sums: usize): void {
  let ones = i32x4.splat(0);
  let twos = ones;
  let fours = ones;
  let eights = ones;
  let sixteens = ones;
  let first = true;
  const end = a + <usize>bytes;
  for (;;) {
    const stop = min(end, a + 16 * POPCOUNTS_A_BYTE);
    for (; a < stop; a += 16) {
      let x = v128.xor(v128.load8_splat(a), v128.load(w));
      let pair = v128.xor(v128.load8_splat(a, 1), v128.load(w, 16));
      let p = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      x = v128.xor(v128.load8_splat(a, 2), v128.load(w, 32));
      pair = v128.xor(v128.load8_splat(a, 3), v128.load(w, 48));
      let q = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      let r = carry(twos, p, q);
      twos = sum(twos, p, q);
      x = v128.xor(v128.load8_splat(a, 4), v128.load(w, 64));
      pair = v128.xor(v128.load8_splat(a, 5), v128.load(w, 80));
      p = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      x = v128.xor(v128.load8_splat(a, 6), v128.load(w, 96));
      pair = v128.xor(v128.load8_splat(a, 7), v128.load(w, 112));
      q = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      let s = carry(twos, p, q);
      twos = sum(twos, p, q);
      const t = carry(fours, r, s);
      fours = sum(fours, r, s);
      x = v128.xor(v128.load8_splat(a, 8), v128.load(w, 128));
      pair = v128.xor(v128.load8_splat(a, 9), v128.load(w, 144));
      p = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      x = v128.xor(v128.load8_splat(a, 10), v128.load(w, 160));
      pair = v128.xor(v128.load8_splat(a, 11), v128.load(w, 176));
      q = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      r = carry(twos, p, q);
      twos = sum(twos, p, q);
      x = v128.xor(v128.load8_splat(a, 12), v128.load(w, 192));
      pair = v128.xor(v128.load8_splat(a, 13), v128.load(w, 208));
      p = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      x = v128.xor(v128.load8_splat(a, 14), v128.load(w, 224));
      pair = v128.xor(v128.load8_splat(a, 15), v128.load(w, 240));
      q = carryOfPair(ones, x, pair);
      ones = v128.xor(pair, ones);
      s = carry(twos, p, q);
      twos = sum(twos, p, q);
      const u = carry(fours, r, s);
      fours = sum(fours, r, s);
      sixteens = i8x16.add(sixteens, i8x16.popcnt(carry(eights, t, u)));
      eights = sum(eights, t, u);
      w += 256;
    }
    if (a == end) break;
    storeByteSums(sums, sixteens, 4, first);
    sixteens = i32x4.splat(0);
    first = false;
  }
  // At most 8·15 = 120.
  const high = countRest(fours, eights);
  const rest = addTwice(countRest(ones, twos), i8x16.add(high, high));
  storeByteSumsAndRest(sums, sixteens, 4, rest, first);
}
