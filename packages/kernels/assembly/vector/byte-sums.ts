/**
 * Writes 2^shift times the 16 unsigned bytes as 16 int32, over what is there when `first`, else added to it.
 */
// @ts-ignore: decorator
@inline
export function storeByteSums(to: usize, bytes: v128, shift: i32, first: bool): void {
  const low = i16x8.shl(i16x8.extend_low_i8x16_u(bytes), shift);
  const high = i16x8.shl(i16x8.extend_high_i8x16_u(bytes), shift);
  storeSums(to, low, high, first);
}

/** The same with 16 unsigned bytes `rest` added. 2^shift·255 + 255 must be below 2^16. */
// @ts-ignore: decorator
@inline
export function storeByteSumsAndRest(to: usize, bytes: v128, shift: i32, rest: v128, first: bool): void {
  const low = i16x8.shl(i16x8.extend_low_i8x16_u(bytes), shift);
  const high = i16x8.shl(i16x8.extend_high_i8x16_u(bytes), shift);
  storeSums(
    to,
    i16x8.add(low, i16x8.extend_low_i8x16_u(rest)),
    i16x8.add(high, i16x8.extend_high_i8x16_u(rest)),
    first,
  );
}

// @ts-ignore: decorator
@inline
function storeSums(to: usize, low: v128, high: v128, first: bool): void {
  if (first) {
    v128.store(to, i32x4.extend_low_i16x8_u(low));
    v128.store(to, i32x4.extend_high_i16x8_u(low), 16);
    v128.store(to, i32x4.extend_low_i16x8_u(high), 32);
    v128.store(to, i32x4.extend_high_i16x8_u(high), 48);
  } else {
    v128.store(to, i32x4.add(v128.load(to), i32x4.extend_low_i16x8_u(low)));
    v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(to, i32x4.add(v128.load(to, 32), i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(to, i32x4.add(v128.load(to, 48), i32x4.extend_high_i16x8_u(high)), 48);
  }
}
