import { storeLanes } from "../vector/lanes";

/** `out[i] = factor·Σ_j weight_j·v_j[i]`, summed in the order of j. */
export function sumValues(
  v: usize,
  keyOffsets: usize,
  keys: i32,
  length: i32,
  weights: usize,
  factor: f32,
  out: usize,
): void {
  const scale = f32x4.splat(factor);
  const end = <usize>keys << 2;
  for (let i = 0; i < length; i += 16) {
    const at = <usize>i << 2;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let j: usize = 0; j < end; j += 4) {
      const weight = v128.load32_splat(weights + j);
      const from = v + load<u32>(keyOffsets + j) + at;
      a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)));
    }
    storeLanes(out + at, f32x4.mul(a, scale), length - i);
    storeLanes(out + at + 16, f32x4.mul(b, scale), length - i - 4);
    storeLanes(out + at + 32, f32x4.mul(c, scale), length - i - 8);
    storeLanes(out + at + 48, f32x4.mul(d, scale), length - i - 12);
  }
}
