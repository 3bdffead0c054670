/**
 * `tile[n] = Σ_k ±x[k]`, 1 row by 16 channels as float32; the sign is − where the weight bit is 1.
 *
 * x: a row of floats. w0 … w3: packed lanes of four channels each. The order of the sums is that of
 * signWeightGemm_4x8, so that both give the same floats. Writes 64 bytes.
 */
export function signWeightGemm_1x16__wasm_simd128(
  x: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  inFeatures: i32,
  tile: usize,
): void {
  const top = i32x4.splat(i32.MIN_VALUE);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let left = inFeatures; left > 0; left -= 32) {
    const count = min(left, 32);
    let u0 = i32x4.shl(v128.load(w0), 32 - count);
    let u1 = i32x4.shl(v128.load(w1), 32 - count);
    let u2 = i32x4.shl(v128.load(w2), 32 - count);
    let u3 = i32x4.shl(v128.load(w3), 32 - count);
    for (let at = (<usize>(count - 1)) << 2; <isize>at >= 0; at -= 4) {
      const value = v128.load32_splat(x + at);
      s0 = f32x4.add(s0, v128.xor(value, v128.and(u0, top)));
      s1 = f32x4.add(s1, v128.xor(value, v128.and(u1, top)));
      s2 = f32x4.add(s2, v128.xor(value, v128.and(u2, top)));
      s3 = f32x4.add(s3, v128.xor(value, v128.and(u3, top)));
      u0 = i32x4.shl(u0, 1);
      u1 = i32x4.shl(u1, 1);
      u2 = i32x4.shl(u2, 1);
      u3 = i32x4.shl(u3, 1);
    }
    x += 128;
    w0 += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
  }
  v128.store(tile, s0);
  v128.store(tile, s1, 16);
  v128.store(tile, s2, 32);
  v128.store(tile, s3, 48);
}
