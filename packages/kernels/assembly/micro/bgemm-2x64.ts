import {
  addFirst,
  addSecond,
  GROUPS_BETWEEN_WIDENING,
  GROUPS_PER_STEP,
  storePair,
} from "../look-up/pair-counts";
import { SUMS_ROW_BYTES } from "../sums";
import { nibbleMask } from "../vector/nibbles";
import { lookUpThree } from "../vector/swizzle";

/**
 * `sums[m][n] = popcount(a_m ⊕ w_n)` as int32 for two rows and 64 channels, by table look-up.
 *
 * offsets: per group of four features the address of the rows' pair table. nibbles: [group][4 vectors][16 channels].
 * `groups` is a multiple of 3. Indices are 0 … 15, where the relaxed swizzle is exact everywhere.
 */
export function bgemm_2x64__wasm(offsets: usize, nibbles: usize, groups: i32, sums: usize): void {
  const mask = nibbleMask();
  let fresh = true;
  for (let left = groups; left > 0; left -= GROUPS_BETWEEN_WIDENING) {
    const end = nibbles + <usize>min(left, GROUPS_BETWEEN_WIDENING) * 64;
    let first0 = i32x4.splat(0);
    let second0 = i32x4.splat(0);
    let first1 = i32x4.splat(0);
    let second1 = i32x4.splat(0);
    let first2 = i32x4.splat(0);
    let second2 = i32x4.splat(0);
    let first3 = i32x4.splat(0);
    let second3 = i32x4.splat(0);
    while (nibbles < end) {
      const a = v128.load(load<u16>(offsets));
      const b = v128.load(load<u16>(offsets, 2));
      const c = v128.load(load<u16>(offsets, 4));
      let x = v128.load(nibbles);
      let y = v128.load(nibbles, 64);
      let z = v128.load(nibbles, 128);
      let t = lookUpThree(a, b, c, x, y, z);
      first0 = addFirst(first0, t, mask);
      second0 = addSecond(second0, t);
      x = v128.load(nibbles, 16);
      y = v128.load(nibbles, 80);
      z = v128.load(nibbles, 144);
      t = lookUpThree(a, b, c, x, y, z);
      first1 = addFirst(first1, t, mask);
      second1 = addSecond(second1, t);
      x = v128.load(nibbles, 32);
      y = v128.load(nibbles, 96);
      z = v128.load(nibbles, 160);
      t = lookUpThree(a, b, c, x, y, z);
      first2 = addFirst(first2, t, mask);
      second2 = addSecond(second2, t);
      x = v128.load(nibbles, 48);
      y = v128.load(nibbles, 112);
      z = v128.load(nibbles, 176);
      t = lookUpThree(a, b, c, x, y, z);
      first3 = addFirst(first3, t, mask);
      second3 = addSecond(second3, t);
      offsets += 2 * GROUPS_PER_STEP;
      nibbles += 64 * GROUPS_PER_STEP;
    }
    storePair(sums, SUMS_ROW_BYTES, first0, second0, fresh);
    storePair(sums + 64, SUMS_ROW_BYTES, first1, second1, fresh);
    storePair(sums + 128, SUMS_ROW_BYTES, first2, second2, fresh);
    storePair(sums + 192, SUMS_ROW_BYTES, first3, second3, fresh);
    fresh = false;
  }
}
