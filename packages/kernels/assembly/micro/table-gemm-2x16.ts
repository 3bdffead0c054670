import { INT8_DIGIT_BITS, INT8_TABLE_BLOCK_BYTES } from "../../src/tape/tables";
import { SUMS_ROW_BYTES } from "../sums";
import { addByteSums, clearSixteen } from "../vector/table-byte-sums";
import { highNibbles, lowNibbles, nibbleMask } from "../vector/nibbles";
import { sumEightTables } from "../vector/table-sums";

// A block adds at most 8·31 to a uint16.
const BLOCKS_BETWEEN_WIDENING: i32 = 256;

/** As the kernel of one row, for two rows that share the nibbles of the weights. */
export function tableGemm_2x16__wasm(
  tables0: usize,
  tables1: usize,
  w: usize,
  groups: i32,
  blocks: i32,
  sums: usize,
): void {
  const mask = nibbleMask();
  const zero = i16x8.splat(0);
  for (let group = 0; group < groups; group++) {
    clearSixteen(sums);
    clearSixteen(sums + SUMS_ROW_BYTES);
    let t = tables0;
    let s = tables1;
    for (let left = blocks; left > 0; left -= BLOCKS_BETWEEN_WIDENING) {
      let low0 = zero;
      let lowOdd0 = zero;
      let high0 = zero;
      let highOdd0 = zero;
      let low1 = zero;
      let lowOdd1 = zero;
      let high1 = zero;
      let highOdd1 = zero;
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
        low0 = i16x8.add(low0, digits);
        lowOdd0 = i16x8.add(lowOdd0, i16x8.shr_u(digits, 8));
        digits = sumEightTables(t + INT8_TABLE_BLOCK_BYTES / 2, i0, i1, i2, i3, i4, i5, i6, i7);
        high0 = i16x8.add(high0, digits);
        highOdd0 = i16x8.add(highOdd0, i16x8.shr_u(digits, 8));
        digits = sumEightTables(s, i0, i1, i2, i3, i4, i5, i6, i7);
        low1 = i16x8.add(low1, digits);
        lowOdd1 = i16x8.add(lowOdd1, i16x8.shr_u(digits, 8));
        digits = sumEightTables(s + INT8_TABLE_BLOCK_BYTES / 2, i0, i1, i2, i3, i4, i5, i6, i7);
        high1 = i16x8.add(high1, digits);
        highOdd1 = i16x8.add(highOdd1, i16x8.shr_u(digits, 8));
        w += 64;
        t += INT8_TABLE_BLOCK_BYTES;
        s += INT8_TABLE_BLOCK_BYTES;
      }
      addByteSums(sums, low0, lowOdd0, high0, highOdd0, INT8_DIGIT_BITS);
      addByteSums(sums + SUMS_ROW_BYTES, low1, lowOdd1, high1, highOdd1, INT8_DIGIT_BITS);
    }
    sums += 64;
  }
}
