// @ts-ignore: decorator
@inline
function multiplyAdd(sum: v128, x: v128, w: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, w));
}

/**
 * `sums[n] = Σ_k x[k]·w_n[k]`, 1 row by 16 channels at a time, for `groups` lane groups of four channels.
 *
 * x: a row of floats. w: float lanes. Sums run in the order of k. Writes 16 bytes a group, in fours of groups.
 */
export function gemmFloat32_1x16__wasm_simd128(
  x: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  inFeatures: i32,
  sums: usize,
): void {
  for (let group = 0; group < groups; group += 4) {
    let w0 = w + <usize>group * groupBytes;
    let w1 = group + 1 < groups ? w0 + groupBytes : w0;
    let w2 = group + 2 < groups ? w1 + groupBytes : w1;
    let w3 = group + 3 < groups ? w2 + groupBytes : w2;
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s02 = f32x4.splat(0);
    let s03 = f32x4.splat(0);
    const end = <usize>inFeatures << 2;
    for (let at: usize = 0; at < end; at += 4) {
      const value0 = v128.load32_splat(x + at);
      let lanes = v128.load(w0);
      s00 = multiplyAdd(s00, value0, lanes);
      lanes = v128.load(w1);
      s01 = multiplyAdd(s01, value0, lanes);
      lanes = v128.load(w2);
      s02 = multiplyAdd(s02, value0, lanes);
      lanes = v128.load(w3);
      s03 = multiplyAdd(s03, value0, lanes);
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
