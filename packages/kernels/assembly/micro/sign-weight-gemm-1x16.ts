/**
 * `sums[n] = Σ_k ±x[k]`, 1 row by 16 channels at a time, for `groups` lane groups of four channels; the sign is −
 * where the weight bit is 1.
 *
 * x: a row of floats. w: packed lanes. Sums run over the words in order and over the bits of a word from the
 * highest to the lowest, so that the sign is always the top bit. Writes 16 bytes a group, in fours of groups.
 */
export function signWeightGemm_1x16__wasm_simd128(
  x: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  inFeatures: i32,
  sums: usize,
): void {
  const top = i32x4.splat(i32.MIN_VALUE);
  for (let group = 0; group < groups; group += 4) {
    let w0 = w + <usize>group * groupBytes;
    let w1 = group + 1 < groups ? w0 + groupBytes : w0;
    let w2 = group + 2 < groups ? w1 + groupBytes : w1;
    let w3 = group + 3 < groups ? w2 + groupBytes : w2;
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s02 = f32x4.splat(0);
    let s03 = f32x4.splat(0);
    for (let first = 0; first < inFeatures; first += 32) {
      const count = min(inFeatures - first, 32);
      let u0 = i32x4.shl(v128.load(w0), 32 - count);
      let u1 = i32x4.shl(v128.load(w1), 32 - count);
      let u2 = i32x4.shl(v128.load(w2), 32 - count);
      let u3 = i32x4.shl(v128.load(w3), 32 - count);
      const stop = <usize>first << 2;
      for (let at = stop + (<usize>count << 2); at > stop; ) {
        at -= 4;
        const value0 = v128.load32_splat(x + at);
        let sign = v128.and(u0, top);
        s00 = f32x4.add(s00, v128.xor(value0, sign));
        u0 = i32x4.add(u0, u0);
        sign = v128.and(u1, top);
        s01 = f32x4.add(s01, v128.xor(value0, sign));
        u1 = i32x4.add(u1, u1);
        sign = v128.and(u2, top);
        s02 = f32x4.add(s02, v128.xor(value0, sign));
        u2 = i32x4.add(u2, u2);
        sign = v128.and(u3, top);
        s03 = f32x4.add(s03, v128.xor(value0, sign));
        u3 = i32x4.add(u3, u3);
      }
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
    }
    v128.store(sums, s00);
    v128.store(sums, s01, 16);
    v128.store(sums, s02, 32);
    v128.store(sums, s03, 48);
    sums += 64;
  }
}
