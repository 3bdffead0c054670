import { carry, sum } from "../vector/carry-save";

/**
 * `count[c] = Σ_tap (a[tap,c] ⊕ w[tap,c])` for 128 channels, in bit-sliced counters: bit b of 128 counts is one vector, so
 * that a full adder of vectors adds 128 bits at once.
 *
 * a, w: the 16 bytes of the channels in the first of at most 62 taps; `stride` bytes to the next one. counts: six planes.
 */
export function depthwise_1x128__wasm_simd128(a: usize, w: usize, stride: i32, taps: i32, counts: usize): void {
  let c0 = i32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  for (; taps > 0; taps -= 2) {
    let x = v128.xor(v128.load(a), v128.load(w));
    let y = i32x4.splat(0);
    if (taps > 1) y = v128.xor(v128.load(a + stride), v128.load(w + stride));
    const up = carry(c0, x, y);
    c0 = sum(c0, x, y);
    x = v128.and(c1, up);
    c1 = v128.xor(c1, up);
    y = v128.and(c2, x);
    c2 = v128.xor(c2, x);
    x = v128.and(c3, y);
    c3 = v128.xor(c3, y);
    c5 = v128.xor(c5, v128.and(c4, x));
    c4 = v128.xor(c4, x);
    a += stride << 1;
    w += stride << 1;
  }
  v128.store(counts, c0);
  v128.store(counts, c1, 16);
  v128.store(counts, c2, 32);
  v128.store(counts, c3, 48);
  v128.store(counts, c4, 64);
  v128.store(counts, c5, 80);
}
