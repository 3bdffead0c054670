import { type ProductSource, quad, ROW_SLOTS } from "./product.ts";
import { plainRows, signWords } from "./signs.ts";

const bitWords = "(call.features + 31u) / 32u";
const wholeSum = `fn result(sum: i32, row: u32, column: u32) -> i32 { return sum; }`;

/**
 * int8 times ±1 by the packed dot product of WGSL, four at a time: a nibble of sign bits becomes four bytes ±1 as it is
 * loaded into workgroup memory, `0x01 + 0xFE·bit` in each, so that the loop multiplies bytes by bytes.
 */
export const dot4Product: ProductSource = {
  rows: plainRows,
  columns: `
${signWords(bitWords)}
fn columnQuad(column: u32, slot: u32) -> vec4<u32> {
  let nibbles = (signWords(column, slot / 8u) >> vec4(4u * (slot % 8u))) & vec4(15u);
  let bits = (nibbles * 0x00204081u) & vec4(0x01010101u);
  return bits * 0xFEu + 0x01010101u;
}`,
  slotFeatures: 4,
  columnSlots: ROW_SLOTS,
  accumulate: `
    for (var slot = 0u; slot < ROW_SLOTS; slot++) {
      let x = rowTile[slot * ROW_QUADS + thread.y];
      let w = columnTile[slot * COLUMN_QUADS + thread.x];
      ${quad((i) => `sum${i} += vec4(${[0, 1, 2, 3].map((j) => `dot4I8Packed(x[${i}], w[${j}])`).join(", ")});`)}
    }`,
  result: wholeSum,
};

/**
 * int8 times ±1 by bit planes, for implementations without the packed dot product.
 *
 * Let p_b be the bits of a code, worth c_b = 2^b, of the top one −2⁷, and w the sign bits. As Σ_b c_b = −1,
 * `Σ_k code·(±1) = popcount(w) + Σ_b c_b·popcount(p_b ⊕ w)`: no sum of the codes and no mask is needed. A slot of rows
 * is a plane of 32 codes, eight of them to a word of signs.
 */
export const planeProduct: ProductSource = {
  rows: `
var<private> firstOwnRow: u32;
fn openRows(row: u32) { firstOwnRow = row; }
fn rowQuad(slot: u32) -> vec4<u32> {
  var planes: vec4<u32>;
  for (var i = 0u; i < 4u; i++) {
    if (firstOwnRow + i < call.rows) { planes[i] = planeWord(firstOwnRow + i, slot / 8u, slot % 8u); }
  }
  return planes;
}
fn planeWord(row: u32, word: u32, plane: u32) -> u32 {
  var bits = 0u;
  let end = min(8u * word + 8u, call.strideA);
  for (var i = 8u * word; i < end; i++) {
    let four = (a[row * call.strideA + i] >> plane) & 0x01010101u;
    bits |= ((four * 0x01020408u) >> 24u) << (4u * (i % 8u));
  }
  return bits;
}`,
  columns: `
fn columnQuad(column: u32, slot: u32) -> vec4<u32> { return signWords(column, slot); }
${signWords("call.words")}`,
  slotFeatures: 32,
  columnSlots: ROW_SLOTS / 8,
  accumulate: `
    for (var word = 0u; word < COLUMN_SLOTS; word++) {
      let w = columnTile[word * COLUMN_QUADS + thread.x];
      let ones = vec4<i32>(countOneBits(w));
      ${quad((i) => `sum${i} += ones;`)}
      for (var plane = 0u; plane < 8u; plane++) {
        let x = rowTile[(8u * word + plane) * ROW_QUADS + thread.y];
        let worth = select(1i << plane, -128i, plane == 7u);
        ${quad((i) => `sum${i} += worth * vec4<i32>(countOneBits(vec4(x[${i}]) ^ w));`)}
      }
    }`,
  result: wholeSum,
};
