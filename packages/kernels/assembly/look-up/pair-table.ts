import { PAIR_TABLES } from "../../src/tape/layout";

/**
 * Fills the 256 tables of 16 bytes that look-up products read.
 *
 * Table a = a₀ | a₁ << 4, for a nibble of each of two rows, holds at i the count
 * `popcount(a₀ ⊕ i) | popcount(a₁ ⊕ i) << 4` for a nibble i of weights.
 */
export function writePairTables(): void {
  const nibbles = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (let a = 0; a < 256; a++) {
    const first = i8x16.popcnt(v128.xor(nibbles, i8x16.splat(<i8>(a & 15))));
    const second = i8x16.popcnt(v128.xor(nibbles, i8x16.splat(<i8>(a >> 4))));
    v128.store(<usize>PAIR_TABLES + (<usize>a << 4), v128.or(first, i8x16.shl(second, 4)));
  }
}
