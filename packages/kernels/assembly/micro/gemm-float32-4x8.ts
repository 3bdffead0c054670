/**
 * `tile[m][n] = Σ_k x_m[k]·w_n[k]`, 4 rows by 8 channels as float32, summed in the order of k.
 *
 * x0 … x3: rows of floats. w0, w1: float lanes of four channels each. Writes 128 bytes.
 */
export function gemmFloat32_4x8__wasm_simd128(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w0: usize,
  w1: usize,
  inFeatures: i32,
  tile: usize,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const end = x0 + ((<usize>inFeatures) << 2);
  while (x0 < end) {
    const u = v128.load(w0);
    const v = v128.load(w1);
    let x = v128.load32_splat(x0);
    s00 = f32x4.add(s00, f32x4.mul(x, u));
    s01 = f32x4.add(s01, f32x4.mul(x, v));
    x = v128.load32_splat(x1);
    s10 = f32x4.add(s10, f32x4.mul(x, u));
    s11 = f32x4.add(s11, f32x4.mul(x, v));
    x = v128.load32_splat(x2);
    s20 = f32x4.add(s20, f32x4.mul(x, u));
    s21 = f32x4.add(s21, f32x4.mul(x, v));
    x = v128.load32_splat(x3);
    s30 = f32x4.add(s30, f32x4.mul(x, u));
    s31 = f32x4.add(s31, f32x4.mul(x, v));
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
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
