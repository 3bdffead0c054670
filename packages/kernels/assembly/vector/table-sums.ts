import { lookUp } from "./swizzle";

/** Σ of eight look-ups, one per table of 16 bytes at `tables`; the sums must fit a byte. */
// @ts-ignore: decorator
@inline
export function sumEightTables(
  tables: usize,
  i0: v128,
  i1: v128,
  i2: v128,
  i3: v128,
  i4: v128,
  i5: v128,
  i6: v128,
  i7: v128,
): v128 {
  let sum = lookUp(v128.load(tables), i0);
  sum = i8x16.add(sum, lookUp(v128.load(tables, 16), i1));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 32), i2));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 48), i3));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 64), i4));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 80), i5));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 96), i6));
  return i8x16.add(sum, lookUp(v128.load(tables, 112), i7));
}

/** Σ of four look-ups. */
// @ts-ignore: decorator
@inline
export function sumFourTables(tables: usize, i0: v128, i1: v128, i2: v128, i3: v128): v128 {
  let sum = lookUp(v128.load(tables), i0);
  sum = i8x16.add(sum, lookUp(v128.load(tables, 16), i1));
  sum = i8x16.add(sum, lookUp(v128.load(tables, 32), i2));
  return i8x16.add(sum, lookUp(v128.load(tables, 48), i3));
}
