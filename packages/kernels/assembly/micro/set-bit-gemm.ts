/** `sums[0] = Σ x[k]` over the set bits k of `words` words, an even number of them, in the order of k. */
export function setBitGemm_1x1__wasm_simd128(x: usize, w: usize, words: i32, sums: usize): void {
  let sum: f32 = 0;
  for (const end = w + (<usize>words << 2); w < end; w += 8) {
    for (let bits = load<u64>(w); bits != 0; bits &= bits - 1) {
      sum += load<f32>(x + (<usize>ctz<u64>(bits) << 2));
    }
    x += 256;
  }
  store<f32>(sums, sum);
}

/** The same for sixteen rows, x transposed: sixteen floats for each k. */
export function setBitGemm_16x1__wasm_simd128(x: usize, w: usize, words: i32, sums: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (const end = w + (<usize>words << 2); w < end; w += 8) {
    for (let bits = load<u64>(w); bits != 0; bits &= bits - 1) {
      const at = x + (<usize>ctz<u64>(bits) << 6);
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    x += 4096;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
}
