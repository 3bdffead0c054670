import { SUMS_ROW_BYTES } from "../sums";

/**
 * `sums[m][n] = Σ_k ±x_m[k]`, 2 rows by 8 channels at a time, for `groups` lane groups of four channels; the sign is −
 * where the weight bit is 1.
 *
 * x0, x1: rows of floats. w: packed lanes. Sums run over the words in order and over the bits of a word from the highest
 * to the lowest, so that the sign is always the top bit. Writes 16 bytes a group and row, in pairs of groups.
 */
export function signWeightGemm_2x8__wasm_simd128(
  x0: usize,
  x1: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  inFeatures: i32,
  sums: usize,
): void {
  const top = i32x4.splat(i32.MIN_VALUE);
  for (let group = 0; group < groups; group += 2) {
    let w0 = w + <usize>group * groupBytes;
    let w1 = group + 1 < groups ? w0 + groupBytes : w0;
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s10 = f32x4.splat(0);
    let s11 = f32x4.splat(0);
    for (let first = 0; first < inFeatures; first += 32) {
      const count = min(inFeatures - first, 32);
      let u = i32x4.shl(v128.load(w0), 32 - count);
      let v = i32x4.shl(v128.load(w1), 32 - count);
      const stop = <usize>first << 2;
      for (let at = stop + (<usize>count << 2); at > stop; ) {
        at -= 4;
        const x = v128.load32_splat(x0 + at);
        const y = v128.load32_splat(x1 + at);
        const p = v128.and(u, top);
        const q = v128.and(v, top);
        s00 = f32x4.add(s00, v128.xor(x, p));
        s10 = f32x4.add(s10, v128.xor(y, p));
        s01 = f32x4.add(s01, v128.xor(x, q));
        s11 = f32x4.add(s11, v128.xor(y, q));
        u = i32x4.add(u, u);
        v = i32x4.add(v, v);
      }
      w0 += 16;
      w1 += 16;
    }
    v128.store(sums, s00);
    v128.store(sums, s01, 16);
    v128.store(sums, s10, SUMS_ROW_BYTES);
    v128.store(sums, s11, SUMS_ROW_BYTES + 16);
    sums += 32;
  }
}
