import { INT8_DIGIT_BITS, INT8_TABLE_BLOCK_BYTES } from "../../src/tape/tables";
import { addByteSums, clearSixteen } from "../vector/table-byte-sums";
import { highNibbles, lowNibbles, nibbleMask } from "../vector/nibbles";
import { sumEightTables } from "../vector/table-sums";

// A block adds at most 8·31 to a uint16.
const BLOCKS_BETWEEN_WIDENING: i32 = 256;

/**
 * `sums[n] = Σ_g table_g[nibble_g of n]` as int32, 1 row by 16 channels at a time, for `groups` groups of 16 channels.
 *
 * tables: the row's tables of digits. w: table lanes, 64 bytes a block of 32 activations. A look-up serves four
 * activations of sixteen channels; the digits of a block are added as bytes and widened once.
 */
export function tableGemm_1x16__wasm(
  tables: usize,
  w: usize,
  groups: i32,
  blocks: i32,
  sums: usize,
): void {
  const mask = nibbleMask();
  const zero = i16x8.splat(0);
  for (let group = 0; group < groups; group++) {
    clearSixteen(sums);
    let t = tables;
    for (let left = blocks; left > 0; left -= BLOCKS_BETWEEN_WIDENING) {
      let low = zero;
      let lowOdd = zero;
      let high = zero;
      let highOdd = zero;
      const end = w + (<usize>min(left, BLOCKS_BETWEEN_WIDENING) << 6);
      while (w < end) {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const w2 = v128.load(w, 32);
        const w3 = v128.load(w, 48);
        const i0 = lowNibbles(w0, mask);
        const i1 = highNibbles(w0, mask);
        const i2 = lowNibbles(w1, mask);
        const i3 = highNibbles(w1, mask);
        const i4 = lowNibbles(w2, mask);
        const i5 = highNibbles(w2, mask);
        const i6 = lowNibbles(w3, mask);
        const i7 = highNibbles(w3, mask);
        let digits = sumEightTables(t, i0, i1, i2, i3, i4, i5, i6, i7);
        low = i16x8.add(low, digits);
        lowOdd = i16x8.add(lowOdd, i16x8.shr_u(digits, 8));
        digits = sumEightTables(t + INT8_TABLE_BLOCK_BYTES / 2, i0, i1, i2, i3, i4, i5, i6, i7);
        high = i16x8.add(high, digits);
        highOdd = i16x8.add(highOdd, i16x8.shr_u(digits, 8));
        w += 64;
        t += INT8_TABLE_BLOCK_BYTES;
      }
      addByteSums(sums, low, lowOdd, high, highOdd, INT8_DIGIT_BITS);
    }
    sums += 64;
  }
}
