import { FLOAT32_DIGIT_BITS } from "../../src/tape/tables";
import { addByteSums, clearSixteen } from "../vector/table-byte-sums";
import { highNibbles, lowNibbles, nibbleMask } from "../vector/nibbles";
import { sumFourTables } from "../vector/table-sums";

const HALF_BLOCK_BYTES: usize = 256;
// Half a block adds at most 4·63 to a uint16.
const HALVES_BETWEEN_WIDENING: i32 = 256;

/**
 * `sums[n] = Σ_g table_g[nibble_g of n]`, low and high halves as int32, 1 row by 16 channels at a time.
 *
 * tables: the row's tables of four digits. w: table lanes. Writes 128 bytes a group of 16 channels: the sums of the two
 * low digits, then those of the two high ones.
 */
export function tableGemmFloat32_1x16__wasm(
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
    clearSixteen(sums + 64);
    let t = tables;
    for (let left = blocks << 1; left > 0; left -= HALVES_BETWEEN_WIDENING) {
      let a = zero;
      let aOdd = zero;
      let b = zero;
      let bOdd = zero;
      let c = zero;
      let cOdd = zero;
      let d = zero;
      let dOdd = zero;
      const end = w + (<usize>min(left, HALVES_BETWEEN_WIDENING) << 5);
      while (w < end) {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        const i0 = lowNibbles(w0, mask);
        const i1 = highNibbles(w0, mask);
        const i2 = lowNibbles(w1, mask);
        const i3 = highNibbles(w1, mask);
        let digits = sumFourTables(t, i0, i1, i2, i3);
        a = i16x8.add(a, digits);
        aOdd = i16x8.add(aOdd, i16x8.shr_u(digits, 8));
        digits = sumFourTables(t + 64, i0, i1, i2, i3);
        b = i16x8.add(b, digits);
        bOdd = i16x8.add(bOdd, i16x8.shr_u(digits, 8));
        digits = sumFourTables(t + 128, i0, i1, i2, i3);
        c = i16x8.add(c, digits);
        cOdd = i16x8.add(cOdd, i16x8.shr_u(digits, 8));
        digits = sumFourTables(t + 192, i0, i1, i2, i3);
        d = i16x8.add(d, digits);
        dOdd = i16x8.add(dOdd, i16x8.shr_u(digits, 8));
        w += 32;
        t += HALF_BLOCK_BYTES;
      }
      addByteSums(sums, a, aOdd, b, bOdd, FLOAT32_DIGIT_BITS);
      addByteSums(sums + 64, c, cOdd, d, dOdd, FLOAT32_DIGIT_BITS);
    }
    sums += 128;
  }
}
