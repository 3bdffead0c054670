// 8-bit lanes hold 31 popcounts (31·8 = 248 ≤ 255), so sums are widened every 31 words.
const WORDS_BETWEEN_WIDENING: i32 = 31;

// @ts-ignore: decorator
@inline
function widen(sums: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sums));
}

/**
 * `tile[m][n] = popcount(a_m ⊕ w_n)`, 4 rows by 8 channels as int32, over `words` words.
 *
 * a0 … a3: rows of bits. w0, w1: packed lanes of four channels each. Writes 128 bytes.
 */
export function bgemm_4x8__wasm_simd128(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  w0: usize,
  w1: usize,
  words: i32,
  tile: usize,
): void {
  let s00 = i32x4.splat(0);
  let s01 = i32x4.splat(0);
  let s10 = i32x4.splat(0);
  let s11 = i32x4.splat(0);
  let s20 = i32x4.splat(0);
  let s21 = i32x4.splat(0);
  let s30 = i32x4.splat(0);
  let s31 = i32x4.splat(0);
  let left = words;
  while (left > 0) {
    let c00 = i8x16.splat(0);
    let c01 = i8x16.splat(0);
    let c10 = i8x16.splat(0);
    let c11 = i8x16.splat(0);
    let c20 = i8x16.splat(0);
    let c21 = i8x16.splat(0);
    let c30 = i8x16.splat(0);
    let c31 = i8x16.splat(0);
    const end = a0 + (<usize>min(left, WORDS_BETWEEN_WIDENING) << 2);
    left -= WORDS_BETWEEN_WIDENING;
    while (a0 < end) {
      const u = v128.load(w0);
      const v = v128.load(w1);
      let a = v128.load32_splat(a0);
      c00 = i8x16.add(c00, i8x16.popcnt(v128.xor(a, u)));
      c01 = i8x16.add(c01, i8x16.popcnt(v128.xor(a, v)));
      a = v128.load32_splat(a1);
      c10 = i8x16.add(c10, i8x16.popcnt(v128.xor(a, u)));
      c11 = i8x16.add(c11, i8x16.popcnt(v128.xor(a, v)));
      a = v128.load32_splat(a2);
      c20 = i8x16.add(c20, i8x16.popcnt(v128.xor(a, u)));
      c21 = i8x16.add(c21, i8x16.popcnt(v128.xor(a, v)));
      a = v128.load32_splat(a3);
      c30 = i8x16.add(c30, i8x16.popcnt(v128.xor(a, u)));
      c31 = i8x16.add(c31, i8x16.popcnt(v128.xor(a, v)));
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      w0 += 16;
      w1 += 16;
    }
    s00 = i32x4.add(s00, widen(c00));
    s01 = i32x4.add(s01, widen(c01));
    s10 = i32x4.add(s10, widen(c10));
    s11 = i32x4.add(s11, widen(c11));
    s20 = i32x4.add(s20, widen(c20));
    s21 = i32x4.add(s21, widen(c21));
    s30 = i32x4.add(s30, widen(c30));
    s31 = i32x4.add(s31, widen(c31));
  }
  v128.store(tile, s00);
  v128.store(tile, s01, 16);
  v128.store(tile, s10, 32);
  v128.store(tile, s11, 48);
  v128.store(tile, s20, 64);
  v128.store(tile, s21, 80);
  v128.store(tile, s30, 96);
  v128.store(tile, s31, 112);
}
