import { carry, countRest, POPCOUNTS_A_BYTE, sum, widen } from "../vector/carry-save";

// A vector of fours is popcounted every four words.
const WORDS_BETWEEN_WIDENING: i32 = POPCOUNTS_A_BYTE * 4;

/**
 * `sums[n] = popcount(a ∧ w_n)` as int32, 1 row by 8 channels at a time, for `groups` lane groups of four channels.
 *
 * a: a row of bits. w: packed lanes. `words` is a multiple of 4. Four words at a time go through carry-save adders
 * (ones + 2·twos + 4·fours), so that one popcount serves four words. Writes 16 bytes a group, in pairs of groups.
 */
export function planeProduct_1x8__wasm_simd128(
  a: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  words: i32,
  sums: usize,
): void {
  const zero = i32x4.splat(0);
  for (let group = 0; group < groups; group += 2) {
    let at = a;
    let u = w + <usize>group * groupBytes;
    let v = group + 1 < groups ? u + groupBytes : u;
    let totalU = zero;
    let totalV = zero;
    let onesU = zero;
    let onesV = zero;
    let twosU = zero;
    let twosV = zero;
    for (let left = words; left > 0; left -= WORDS_BETWEEN_WIDENING) {
      let foursU = zero;
      let foursV = zero;
      const end = at + (<usize>min(left, WORDS_BETWEEN_WIDENING) << 2);
      while (at < end) {
        const a0 = v128.load32_splat(at);
        const a1 = v128.load32_splat(at, 4);
        const a2 = v128.load32_splat(at, 8);
        const a3 = v128.load32_splat(at, 12);

        let x = v128.and(a0, v128.load(u));
        let y = v128.and(a1, v128.load(u, 16));
        let p = carry(onesU, x, y);
        onesU = sum(onesU, x, y);
        x = v128.and(a2, v128.load(u, 32));
        y = v128.and(a3, v128.load(u, 48));
        let q = carry(onesU, x, y);
        onesU = sum(onesU, x, y);
        foursU = i8x16.add(foursU, i8x16.popcnt(carry(twosU, p, q)));
        twosU = sum(twosU, p, q);

        x = v128.and(a0, v128.load(v));
        y = v128.and(a1, v128.load(v, 16));
        p = carry(onesV, x, y);
        onesV = sum(onesV, x, y);
        x = v128.and(a2, v128.load(v, 32));
        y = v128.and(a3, v128.load(v, 48));
        q = carry(onesV, x, y);
        onesV = sum(onesV, x, y);
        foursV = i8x16.add(foursV, i8x16.popcnt(carry(twosV, p, q)));
        twosV = sum(twosV, p, q);

        at += 16;
        u += 64;
        v += 64;
      }
      totalU = i32x4.add(totalU, widen(foursU));
      totalV = i32x4.add(totalV, widen(foursV));
    }
    totalU = i32x4.add(i32x4.shl(totalU, 2), widen(countRest(onesU, twosU)));
    totalV = i32x4.add(i32x4.shl(totalV, 2), widen(countRest(onesV, twosV)));
    v128.store(sums, totalU);
    v128.store(sums, totalV, 16);
    sums += 32;
  }
}
