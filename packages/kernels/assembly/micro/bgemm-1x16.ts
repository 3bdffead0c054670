// 8-bit lanes hold 31 popcounts (31·8 = 248 ≤ 255), so sums are widened every 31 words.
const WORDS_BETWEEN_WIDENING: i32 = 31;

// @ts-ignore: decorator
@inline
function widen(sums: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sums));
}

/**
 * `tile[n] = popcount(a ⊕ w_n)`, 1 row by 16 channels as int32, over `words` words.
 *
 * a: a row of bits. w0 … w3: packed lanes of four channels each. Writes 64 bytes.
 */
export function bgemm_1x16__wasm_simd128(
  a: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  words: i32,
  tile: usize,
): void {
  let s0 = i32x4.splat(0);
  let s1 = i32x4.splat(0);
  let s2 = i32x4.splat(0);
  let s3 = i32x4.splat(0);
  let left = words;
  while (left > 0) {
    let c0 = i8x16.splat(0);
    let c1 = i8x16.splat(0);
    let c2 = i8x16.splat(0);
    let c3 = i8x16.splat(0);
    const end = a + (<usize>min(left, WORDS_BETWEEN_WIDENING) << 2);
    left -= WORDS_BETWEEN_WIDENING;
    while (a < end) {
      const bits = v128.load32_splat(a);
      c0 = i8x16.add(c0, i8x16.popcnt(v128.xor(bits, v128.load(w0))));
      c1 = i8x16.add(c1, i8x16.popcnt(v128.xor(bits, v128.load(w1))));
      c2 = i8x16.add(c2, i8x16.popcnt(v128.xor(bits, v128.load(w2))));
      c3 = i8x16.add(c3, i8x16.popcnt(v128.xor(bits, v128.load(w3))));
      a += 4;
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
    }
    s0 = i32x4.add(s0, widen(c0));
    s1 = i32x4.add(s1, widen(c1));
    s2 = i32x4.add(s2, widen(c2));
    s3 = i32x4.add(s3, widen(c3));
  }
  v128.store(tile, s0);
  v128.store(tile, s1, 16);
  v128.store(tile, s2, 32);
  v128.store(tile, s3, 48);
}
