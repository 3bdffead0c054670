import { PAIR_TABLES } from "../../src/tape/layout";

/**
 * For each nibble of two rows the byte address of its pair table, as uint16; then, up to `groups` nibbles, that of the
 * first table, which counts nothing for a nibble of zero.
 */
export function writePairOffsets(first: usize, second: usize, bytes: i32, to: usize, groups: i32): void {
  const low = i8x16.splat(15);
  const end = to + (<usize>groups << 1);
  for (let i = 0; i < bytes; i += 16) {
    const x = v128.load(first + i);
    const y = v128.load(second + i);
    const even = v128.bitselect(x, i16x8.shl(y, 4), low);
    const odd = v128.bitselect(i16x8.shr_u(x, 4), y, low);
    const a = i8x16.shuffle(even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const b = i8x16.shuffle(even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(to, address(i16x8.extend_low_i8x16_u(a)));
    v128.store(to, address(i16x8.extend_high_i8x16_u(a)), 16);
    v128.store(to, address(i16x8.extend_low_i8x16_u(b)), 32);
    v128.store(to, address(i16x8.extend_high_i8x16_u(b)), 48);
    to += 64;
  }
  for (; to < end; to += 2) store<u16>(to, <u16>PAIR_TABLES);
}

// @ts-ignore: decorator
@inline
function address(pairs: v128): v128 {
  return i16x8.add(i16x8.shl(pairs, 4), i16x8.splat(<i16>PAIR_TABLES));
}
