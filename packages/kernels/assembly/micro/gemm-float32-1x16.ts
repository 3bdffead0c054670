/**
 * `tile[n] = Σ_k x[k]·w_n[k]`, 1 row by 16 channels as float32, summed in the order of k.
 *
 * x: a row of floats. w0 … w3: float lanes of four channels each. Writes 64 bytes.
 */
export function gemmFloat32_1x16__wasm_simd128(
  x: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  inFeatures: i32,
  tile: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  const end = x + ((<usize>inFeatures) << 2);
  while (x < end) {
    const value = v128.load32_splat(x);
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(w0)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(w1)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(w2)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(w3)));
    x += 4;
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
