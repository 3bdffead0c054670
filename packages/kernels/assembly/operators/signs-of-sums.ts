import { bytesPerBitRow, clearPadding } from "./bit-row";
import { offset } from "./operand";

// Signs that a product makes of its sums, from the operand at `output` on: thresholds, flips, out
// Columns of a row come in rising order. No two threads have columns in the same byte.

/** Which of four whole sums from column n on reach their thresholds, as the low bits. */
// @ts-ignore: decorator
@inline
export function reachedIntegers(output: usize, n: i32, sums: v128): i32 {
  return i32x4.bitmask(i32x4.ge_s(sums, v128.load(offset(output, 0) + (<usize>n << 2))));
}

/** The same of floats: which are not below theirs. */
// @ts-ignore: decorator
@inline
export function reachedReals(output: usize, n: i32, sums: v128): i32 {
  return i32x4.bitmask(f32x4.lt(sums, v128.load(offset(output, 0) + (<usize>n << 2)))) ^ 15;
}

/** Which of four rows reach the threshold of column n. */
// @ts-ignore: decorator
@inline
export function reachedInColumn(output: usize, n: i32, sums: v128): i32 {
  const threshold = v128.load32_splat(offset(output, 0) + (<usize>n << 2));
  return i32x4.bitmask(f32x4.lt(sums, threshold)) ^ 15;
}

/** Stores the bits of four columns from n on, a multiple of four; with the last ones those that pad the row. */
// @ts-ignore: decorator
@inline
export function storeSigns(output: usize, row: i32, n: i32, outFeatures: i32, reached: i32): void {
  const flips = <i32>load<u8>(offset(output, 1) + (<usize>n >> 3)) >> (n & 4);
  const present = (1 << min(outFeatures - n, 4)) - 1;
  storeBits(output, row, n, outFeatures, (reached ^ flips) & present, 4);
}

/** Stores the bits of sixteen columns from n on, a multiple of sixteen, of whole sums in memory. */
// @ts-ignore: decorator
@inline
export function storeSixteenSigns(output: usize, row: i32, n: i32, outFeatures: i32, sums: usize): void {
  const thresholds = offset(output, 0) + (<usize>n << 2);
  const flips = <i32>load<u16>(offset(output, 1) + (<usize>n >> 3));
  const bytes = bytesPerBitRow(outFeatures);
  const out = offset(output, 2) + <usize>row * bytes;
  const to = out + (<usize>n >> 3);
  const present = (1 << min(outFeatures - n, 16)) - 1;
  store<u16>(to, <u16>((sixteenReached(sums, thresholds) ^ flips) & present));
  if (n + 16 >= outFeatures) clearPadding(to + 2, out + bytes);
}

/** Bit i is sums[i] ≥ thresholds[i], for 16 of them. */
// @ts-ignore: decorator
@inline
function sixteenReached(sums: usize, thresholds: usize): i32 {
  const a = i32x4.ge_s(v128.load(sums), v128.load(thresholds));
  const b = i32x4.ge_s(v128.load(sums, 16), v128.load(thresholds, 16));
  const c = i32x4.ge_s(v128.load(sums, 32), v128.load(thresholds, 32));
  const d = i32x4.ge_s(v128.load(sums, 48), v128.load(thresholds, 48));
  const low = i16x8.narrow_i32x4_s(a, b);
  const high = i16x8.narrow_i32x4_s(c, d);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/** Stores the bit of one column, with the last one those that pad the row. */
// @ts-ignore: decorator
@inline
export function storeSign(output: usize, row: i32, n: i32, outFeatures: i32, reached: i32): void {
  const flip = <i32>load<u8>(offset(output, 1) + (<usize>n >> 3)) >> (n & 7);
  storeBits(output, row, n, outFeatures, (reached ^ flip) & 1, 1);
}

/** The first bits of a byte begin it anew. */
// @ts-ignore: decorator
@inline
function storeBits(output: usize, row: i32, n: i32, outFeatures: i32, bits: i32, count: i32): void {
  const bytes = bytesPerBitRow(outFeatures);
  const out = offset(output, 2) + <usize>row * bytes;
  const to = out + (<usize>n >> 3);
  if ((n & 7) == 0) store<u8>(to, <u8>bits);
  else store<u8>(to, <u8>(<i32>load<u8>(to) | (bits << (n & 7))));
  if (n + count < outFeatures) return;
  for (let padding = to + 1; padding < out + bytes; padding++) store<u8>(padding, 0);
}
