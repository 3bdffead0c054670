// Sums of bytes are kept in two vectors of eight uint16: `total`, to which the bytes are added as they lie, and `odd`,
// to which those at odd places are. Modulo 2¹⁶ total = even + 256·odd, so that no byte needs to be masked.

/** Adds sixteen sums, low + 2^bits·high, to sixteen int32 at `to`. */
// @ts-ignore: decorator
@inline
export function addByteSums(
  to: usize,
  lowTotal: v128,
  lowOdd: v128,
  highTotal: v128,
  highOdd: v128,
  bits: i32,
): void {
  const low = i16x8.sub(lowTotal, i16x8.shl(lowOdd, 8));
  const high = i16x8.sub(highTotal, i16x8.shl(highOdd, 8));
  addEight(
    to,
    i16x8.shuffle(low, lowOdd, 0, 8, 1, 9, 2, 10, 3, 11),
    i16x8.shuffle(high, highOdd, 0, 8, 1, 9, 2, 10, 3, 11),
    bits,
  );
  addEight(
    to + 32,
    i16x8.shuffle(low, lowOdd, 4, 12, 5, 13, 6, 14, 7, 15),
    i16x8.shuffle(high, highOdd, 4, 12, 5, 13, 6, 14, 7, 15),
    bits,
  );
}

// @ts-ignore: decorator
@inline
function addEight(to: usize, low: v128, high: v128, bits: i32): void {
  const first = i32x4.shl(i32x4.extend_low_i16x8_u(high), bits);
  const second = i32x4.shl(i32x4.extend_high_i16x8_u(high), bits);
  v128.store(to, i32x4.add(v128.load(to), i32x4.add(first, i32x4.extend_low_i16x8_u(low))));
  v128.store(to, i32x4.add(v128.load(to, 16), i32x4.add(second, i32x4.extend_high_i16x8_u(low))), 16);
}

/** Sets sixteen int32 to 0. */
// @ts-ignore: decorator
@inline
export function clearSixteen(to: usize): void {
  const zero = i32x4.splat(0);
  v128.store(to, zero);
  v128.store(to, zero, 16);
  v128.store(to, zero, 32);
  v128.store(to, zero, 48);
}
