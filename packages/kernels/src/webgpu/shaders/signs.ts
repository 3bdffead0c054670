import { type ProductSource, quad, ROW_SLOTS } from "./product.ts";

/** Rows of `a` as they lie in memory, a word to a slot. */
export const plainRows: string = `
var<private> firstOwnRow: u32;
fn openRows(row: u32) { firstOwnRow = row; }
fn rowQuad(slot: u32) -> vec4<u32> {
  var words: vec4<u32>;
  if (slot >= call.words) { return words; }
  for (var i = 0u; i < 4u; i++) {
    let row = firstOwnRow + i;
    if (row < call.rows) { words[i] = a[row * call.strideA + slot]; }
  }
  return words;
}`;

/** Rows of `b`, each a column of the product, a word to a slot. */
export const plainColumns: string = `
fn columnQuad(column: u32, slot: u32) -> vec4<u32> {
  return signWords(column, slot);
}
${signWords("call.words")}`;

/** `signWords`: the same word of four columns' bits; `words` says how many there are of each. */
export function signWords(words: string): string {
  return `
fn signWords(column: u32, word: u32) -> vec4<u32> {
  var quad: vec4<u32>;
  if (word >= ${words}) { return quad; }
  for (var i = 0u; i < 4u; i++) {
    if (column + i < call.columns) { quad[i] = b[(column + i) * call.strideB + word]; }
  }
  return quad;
}`;
}

/** Counts differing bits: 32 products of ±1 for one XOR, one popcount and one addition. */
export const countDifferences: string = `
    for (var slot = 0u; slot < ROW_SLOTS; slot++) {
      let x = rowTile[slot * ROW_QUADS + thread.y];
      let w = columnTile[slot * COLUMN_QUADS + thread.x];
      ${quad((i) => `sum${i} += vec4<i32>(countOneBits(vec4(x[${i}]) ^ w));`)}
    }`;

/** ±1 times ±1: `dot = K − 2·popcount(a ⊕ b)`. */
export const signProduct: ProductSource = {
  rows: plainRows,
  columns: plainColumns,
  slotFeatures: 32,
  columnSlots: ROW_SLOTS,
  accumulate: countDifferences,
  result: `fn result(sum: i32, row: u32, column: u32) -> i32 { return i32(call.features) - 2 * sum; }`,
};
