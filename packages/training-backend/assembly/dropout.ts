/** y[i] = x[i]·scale where hash(i, seed) ≥ threshold, else 0. The hash is the finalizer of MurmurHash3 over the
 *  counter i·2³²/φ ⊕ seed, so the same seed gives the same mask forwards and backwards, with nothing stored.
 *  @param threshold  rate·2³², compared unsigned */
export function dropout(
  x: usize,
  count: i32,
  seed: i32,
  threshold: u32,
  scale: f32,
  y: usize,
): void {
  const scales = f32x4.splat(scale);
  const step = i32x4.splat(<i32>0x9e3779b9);
  const seeds = i32x4.splat(seed);
  const thresholds = i32x4.splat(<i32>threshold);
  let index = i32x4(0, 1, 2, 3);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const keep = u32x4AtLeast(mix(v128.xor(i32x4.mul(index, step), seeds)), thresholds);
    const at = (<usize>i) << 2;
    v128.store(y + at, v128.and(f32x4.mul(v128.load(x + at), scales), keep));
    index = i32x4.add(index, i32x4.splat(4));
  }
  if (i < count) {
    const keep = u32x4AtLeast(mix(v128.xor(i32x4.mul(index, step), seeds)), thresholds);
    const first = i;
    for (; i < count; i++) {
      const at = (<usize>i) << 2;
      const lane = i - first;
      let kept = i32x4.extract_lane(keep, 0);
      if (lane === 1) kept = i32x4.extract_lane(keep, 1);
      if (lane === 2) kept = i32x4.extract_lane(keep, 2);
      store<f32>(y + at, kept ? load<f32>(x + at) * scale : 0);
    }
  }
}

@inline
function u32x4AtLeast(x: v128, y: v128): v128 {
  return i32x4.ge_u(x, y);
}

@inline
function mix(hash: v128): v128 {
  let h = v128.xor(hash, i32x4.shr_u(hash, 16));
  h = i32x4.mul(h, i32x4.splat(<i32>0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
