import { sumInt32LanesOfFour } from "../vector/lanes";

// @ts-ignore: decorator
@inline
function dot(sum: v128, a: v128, w: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(a, w));
}

/**
 * `sums[m][n] = Σ_k a_m[k]·w_n[k]`, 2 rows by 4 channels as int32.
 *
 * a0, a1: rows of int16, padded with zeros to `blocks` blocks of 16. w0 … w3: rows of int8. Reads up to 15 bytes
 * behind each weight row. Writes 32 bytes.
 */
export function gemmInt8_2x4__wasm_simd128(
  a0: usize,
  a1: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  blocks: i32,
  sums: usize,
): void {
  let s00 = i32x4.splat(0);
  let s01 = i32x4.splat(0);
  let s02 = i32x4.splat(0);
  let s03 = i32x4.splat(0);
  let s10 = i32x4.splat(0);
  let s11 = i32x4.splat(0);
  let s12 = i32x4.splat(0);
  let s13 = i32x4.splat(0);
  const end = a0 + (<usize>blocks << 5);
  while (a0 < end) {
    const a = v128.load(a0);
    const b = v128.load(a1);
    let w = v128.load8x8_s(w0);
    s00 = dot(s00, a, w);
    s10 = dot(s10, b, w);
    w = v128.load8x8_s(w1);
    s01 = dot(s01, a, w);
    s11 = dot(s11, b, w);
    w = v128.load8x8_s(w2);
    s02 = dot(s02, a, w);
    s12 = dot(s12, b, w);
    w = v128.load8x8_s(w3);
    s03 = dot(s03, a, w);
    s13 = dot(s13, b, w);
    a0 += 16;
    a1 += 16;
    w0 += 8;
    w1 += 8;
    w2 += 8;
    w3 += 8;
  }
  v128.store(sums, sumInt32LanesOfFour(s00, s01, s02, s03));
  v128.store(sums, sumInt32LanesOfFour(s10, s11, s12, s13), 16);
}
