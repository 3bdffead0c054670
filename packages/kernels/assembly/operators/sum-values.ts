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
  const end = <usize>keys << 2;
  let left = length;
  for (; left >= 32; left -= 32) {
    sumThirtyTwo(v, keyOffsets, end, weights, factor, out);
    v += 128;
    out += 128;
  }
  for (; left > 0; left -= 16) {
    sumSixteen(v, keyOffsets, end, weights, factor, out, left);
    v += 64;
    out += 64;
  }
}

/** Eight sums in registers: each waits for the one before it, so that fewer would leave the adders idle. */
function sumThirtyTwo(
  v: usize,
  keyOffsets: usize,
  end: usize,
  weights: usize,
  factor: f32,
  out: usize,
): void {
  const scale = f32x4.splat(factor);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let j: usize = 0; j < end; j += 4) {
    const weight = v128.load32_splat(weights + j);
    const from = v + load<u32>(keyOffsets + j);
    a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
    b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
    c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
    d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)));
    e = f32x4.add(e, f32x4.mul(weight, v128.load(from, 64)));
    f = f32x4.add(f, f32x4.mul(weight, v128.load(from, 80)));
    g = f32x4.add(g, f32x4.mul(weight, v128.load(from, 96)));
    h = f32x4.add(h, f32x4.mul(weight, v128.load(from, 112)));
  }
  v128.store(out, f32x4.mul(a, scale));
  v128.store(out, f32x4.mul(b, scale), 16);
  v128.store(out, f32x4.mul(c, scale), 32);
  v128.store(out, f32x4.mul(d, scale), 48);
  v128.store(out, f32x4.mul(e, scale), 64);
  v128.store(out, f32x4.mul(f, scale), 80);
  v128.store(out, f32x4.mul(g, scale), 96);
  v128.store(out, f32x4.mul(h, scale), 112);
}

/** The first `count` of sixteen. */
function sumSixteen(
  v: usize,
  keyOffsets: usize,
  end: usize,
  weights: usize,
  factor: f32,
  out: usize,
  count: i32,
): void {
  const scale = f32x4.splat(factor);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let j: usize = 0; j < end; j += 4) {
    const weight = v128.load32_splat(weights + j);
    const from = v + load<u32>(keyOffsets + j);
    a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
    b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
    c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
    d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)));
  }
  storeLanes(out, f32x4.mul(a, scale), count);
  storeLanes(out + 16, f32x4.mul(b, scale), count - 4);
  storeLanes(out + 32, f32x4.mul(c, scale), count - 8);
  storeLanes(out + 48, f32x4.mul(d, scale), count - 12);
}
