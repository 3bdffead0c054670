import { sumInt32LanesOfFour } from "../vector/lanes";

/**
 * `tile[n] = Σ_k a[k]·w_n[k]`, 1 row by 4 channels as int32.
 *
 * a: a row of int16, padded with zeros to whole blocks of 8. w0 … w3: rows of int8. Reads up to 7 bytes behind
 * each weight row. Writes 16 bytes.
 */
export function gemmInt8_1x4__wasm_simd128(
  a: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  blocks: i32,
  tile: usize,
): void {
  let s0 = i32x4.splat(0);
  let s1 = i32x4.splat(0);
  let s2 = i32x4.splat(0);
  let s3 = i32x4.splat(0);
  for (let i: usize = 0; i < <usize>blocks; i++) {
    const codes = v128.load(a + (i << 4));
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(codes, v128.load8x8_s(w0 + (i << 3))));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(codes, v128.load8x8_s(w1 + (i << 3))));
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(codes, v128.load8x8_s(w2 + (i << 3))));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(codes, v128.load8x8_s(w3 + (i << 3))));
  }
  v128.store(tile, sumInt32LanesOfFour(s0, s1, s2, s3));
}
