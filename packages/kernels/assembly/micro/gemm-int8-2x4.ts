import { sumInt32LanesOfFour } from "../vector/lanes";

// @ts-ignore: decorator
@inline
function dot(a: v128, w: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(a, w));
}

/**
 * `tile[m][n] = Σ_k a_m[k]·w_n[k]`, 2 rows by 4 channels as int32.
 *
 * a0, a1: rows of int16, padded with zeros to whole blocks of 8. w0 … w3: rows of int8. Reads up to 7 bytes behind
 * each weight row. Writes 32 bytes.
 */
export function gemmInt8_2x4__wasm_simd128(
  a0: usize,
  a1: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  blocks: i32,
  tile: usize,
): void {
  let s00 = i32x4.splat(0);
  let s01 = i32x4.splat(0);
  let s02 = i32x4.splat(0);
  let s03 = i32x4.splat(0);
  let s10 = i32x4.splat(0);
  let s11 = i32x4.splat(0);
  let s12 = i32x4.splat(0);
  let s13 = i32x4.splat(0);
  for (let i: usize = 0; i < <usize>blocks; i++) {
    const a = v128.load(a0 + (i << 4));
    const b = v128.load(a1 + (i << 4));
    let w = v128.load8x8_s(w0 + (i << 3));
    s00 = dot(a, w, s00);
    s10 = dot(b, w, s10);
    w = v128.load8x8_s(w1 + (i << 3));
    s01 = dot(a, w, s01);
    s11 = dot(b, w, s11);
    w = v128.load8x8_s(w2 + (i << 3));
    s02 = dot(a, w, s02);
    s12 = dot(b, w, s12);
    w = v128.load8x8_s(w3 + (i << 3));
    s03 = dot(a, w, s03);
    s13 = dot(b, w, s13);
  }
  v128.store(tile, sumInt32LanesOfFour(s00, s01, s02, s03));
  v128.store(tile, sumInt32LanesOfFour(s10, s11, s12, s13), 16);
}
