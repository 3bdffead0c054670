/**
 * `tile[m][n] = Σ_k ±x_m[k]`, 4 rows by 8 channels as float32; the sign is − where the weight bit is 1.
 *
 * x0 … x3: rows of floats. w0, w1: packed lanes of four channels each. Sums run over the words in order and over the
 * bits of a word from the highest to the lowest, so that the sign is always the top bit. Writes 128 bytes.
 */
export function signWeightGemm_4x8__wasm_simd128(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w0: usize,
  w1: usize,
  inFeatures: i32,
  tile: usize,
): void {
  const top = i32x4.splat(i32.MIN_VALUE);
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  for (let left = inFeatures; left > 0; left -= 32) {
    const count = min(left, 32);
    let u = i32x4.shl(v128.load(w0), 32 - count);
    let v = i32x4.shl(v128.load(w1), 32 - count);
    for (let at = (<usize>(count - 1)) << 2; <isize>at >= 0; at -= 4) {
      const p = v128.and(u, top);
      const q = v128.and(v, top);
      u = i32x4.shl(u, 1);
      v = i32x4.shl(v, 1);
      let x = v128.load32_splat(x0 + at);
      s00 = f32x4.add(s00, v128.xor(x, p));
      s01 = f32x4.add(s01, v128.xor(x, q));
      x = v128.load32_splat(x1 + at);
      s10 = f32x4.add(s10, v128.xor(x, p));
      s11 = f32x4.add(s11, v128.xor(x, q));
      x = v128.load32_splat(x2 + at);
      s20 = f32x4.add(s20, v128.xor(x, p));
      s21 = f32x4.add(s21, v128.xor(x, q));
      x = v128.load32_splat(x3 + at);
      s30 = f32x4.add(s30, v128.xor(x, p));
      s31 = f32x4.add(s31, v128.xor(x, q));
    }
    x0 += 128;
    x1 += 128;
    x2 += 128;
    x3 += 128;
    w0 += 16;
    w1 += 16;
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
