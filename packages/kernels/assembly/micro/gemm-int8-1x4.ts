import { sumInt32LanesOfFour } from "../vector/lanes";

// @ts-ignore: decorator
@inline
function dot(sum: v128, a: v128, w: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(a, w));
}

/**
 * `sums[n] = Σ_k a[k]·w_n[k]`, 1 row by 4 channels as int32.
 *
 * a: a row of int16, padded with zeros to `blocks` blocks of 16. w0 … w3: rows of int8. Reads up to 15 bytes behind
 * each weight row. Writes 16 bytes.
 */
export function gemmInt8_1x4__wasm_simd128(
  a: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  blocks: i32,
  sums: usize,
): void {
  let s0 = i32x4.splat(0);
  let s1 = i32x4.splat(0);
  let s2 = i32x4.splat(0);
  let s3 = i32x4.splat(0);
  const end = a + (<usize>blocks << 5);
  while (a < end) {
    const low = v128.load(a);
    const high = v128.load(a, 16);
    s0 = dot(dot(s0, low, v128.load8x8_s(w0)), high, v128.load8x8_s(w0, 8));
    s1 = dot(dot(s1, low, v128.load8x8_s(w1)), high, v128.load8x8_s(w1, 8));
    s2 = dot(dot(s2, low, v128.load8x8_s(w2)), high, v128.load8x8_s(w2, 8));
    s3 = dot(dot(s3, low, v128.load8x8_s(w3)), high, v128.load8x8_s(w3, 8));
    a += 32;
    w0 += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
  }
  v128.store(sums, sumInt32LanesOfFour(s0, s1, s2, s3));
}
