/**
 * Transposes 16 rows of 8 bits, `stride` bytes apart, into columns of 16 bits, `outStride` bytes apart. Rows from `rows` on are
 * zeros, columns from `columns` on are left out.
 */
export function transposeBits(
  x: usize, stride: usize, rows: i32,
  out: usize, outStride: usize, columns: i32,
): void {
  let bytes = rows >= 16 ? sixteenBytes(x, stride) : firstBytes(x, stride, rows);
  let column = 7;
  for (; column >= columns; column--) bytes = i8x16.add(bytes, bytes);
  for (let to = out + <usize>column * outStride; column >= 0; column--) {
    store<u16>(to, <u16>i8x16.bitmask(bytes));
    bytes = i8x16.add(bytes, bytes);
    to -= outStride;
  }
}

/** A byte of sixteen rows. */
// @ts-ignore: decorator
@inline
export function sixteenBytes(x: usize, stride: usize): v128 {
  let bytes = v128.load8_lane(x, i8x16.splat(0), 0);
  bytes = v128.load8_lane((x += stride), bytes, 1);
  bytes = v128.load8_lane((x += stride), bytes, 2);
  bytes = v128.load8_lane((x += stride), bytes, 3);
  bytes = v128.load8_lane((x += stride), bytes, 4);
  bytes = v128.load8_lane((x += stride), bytes, 5);
  bytes = v128.load8_lane((x += stride), bytes, 6);
  bytes = v128.load8_lane((x += stride), bytes, 7);
  bytes = v128.load8_lane((x += stride), bytes, 8);
  bytes = v128.load8_lane((x += stride), bytes, 9);
  bytes = v128.load8_lane((x += stride), bytes, 10);
  bytes = v128.load8_lane((x += stride), bytes, 11);
  bytes = v128.load8_lane((x += stride), bytes, 12);
  bytes = v128.load8_lane((x += stride), bytes, 13);
  bytes = v128.load8_lane((x += stride), bytes, 14);
  return v128.load8_lane(x + stride, bytes, 15);
}

/** A byte of the first rows and zeros; none if `rows` is not positive. */
export function firstBytes(x: usize, stride: usize, rows: i32): v128 {
  let low: u64 = 0;
  let high: u64 = 0;
  for (let row = 0; row < rows; row++) {
    const byte = <u64>load<u8>(x + <usize>row * stride) << ((row & 7) << 3);
    if (row < 8) low |= byte;
    else high |= byte;
  }
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}
