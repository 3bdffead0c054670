/**
 * Writes 2^shift times the 16 unsigned bytes as 16 int32, over what is there when `first`, else added to it.
 */
// @ts-ignore: decorator
@inline
export function storeByteSums(to: usize, bytes: v128, shift: i32, first: bool): void {
  const low = i16x8.shl(i16x8.extend_low_i8x16_u(bytes), shift);
  const high = i16x8.shl(i16x8.extend_high_i8x16_u(bytes), shift);
  storeSums(to, i32x4.extend_low_i16x8_u(low), first);
  storeSums(to + 16, i32x4.extend_high_i16x8_u(low), first);
  storeSums(to + 32, i32x4.extend_low_i16x8_u(high), first);
  storeSums(to + 48, i32x4.extend_high_i16x8_u(high), first);
}

// @ts-ignore: decorator
@inline
function storeSums(to: usize, sums: v128, first: bool): void {
  v128.store(to, first ? sums : i32x4.add(v128.load(to), sums));
}
