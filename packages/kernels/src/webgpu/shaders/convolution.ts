import { bitsAtWgsl } from "./bits.ts";
import { type ProductSource, ROW_SLOTS } from "./product.ts";
import { countDifferences } from "./signs.ts";

/** A slot is a word of channels at a tap of the kernel; words that pad a pixel to 128 bits have none. */
const tapWgsl = `
struct Tap { index: u32, y: i32, x: i32, word: u32 }
fn tapAt(slot: u32) -> Tap {
  let index = slot / call.wordsPerTap;
  return Tap(
    index,
    i32(index / call.kernelWidth * call.dilationY),
    i32(index % call.kernelWidth * call.dilationX),
    slot % call.wordsPerTap,
  );
}`;

/** A row of the product is an output pixel; its words are read where they lie in the map, +1 (bits 0) outside it. */
const windowRows = `
struct Window { image: u32, top: i32, left: i32 }
fn windowAt(row: u32) -> Window {
  let y = row / call.outWidth % call.outHeight;
  let x = row % call.outWidth;
  return Window(
    row / (call.outWidth * call.outHeight) * call.height * call.width,
    i32(y * call.strideY) - i32(call.padTop),
    i32(x * call.strideX) - i32(call.padLeft),
  );
}
fn isInside(window: Window, tap: Tap) -> bool {
  let y = window.top + tap.y;
  let x = window.left + tap.x;
  return y >= 0 && x >= 0 && y < i32(call.height) && x < i32(call.width);
}
var<private> firstOwnRow: u32;
var<private> windows: array<Window, 4>;
fn openRows(row: u32) {
  firstOwnRow = row;
  for (var i = 0u; i < 4u; i++) { windows[i] = windowAt(row + i); }
}
fn rowQuad(slot: u32) -> vec4<u32> {
  var words: vec4<u32>;
  if (slot >= call.words) { return words; }
  let tap = tapAt(slot);
  for (var i = 0u; i < 4u; i++) {
    let window = windows[i];
    if (firstOwnRow + i < call.rows && isInside(window, tap)) {
      let pixel = window.image + u32(window.top + tap.y) * call.width + u32(window.left + tap.x);
      let channel = 32u * tap.word;
      let first = slice * call.channels + channel;
      words[i] = bitsAt(pixel * call.strideA, first, call.channels - channel);
    }
  }
  return words;
}`;

const filterColumns = `
fn columnQuad(column: u32, slot: u32) -> vec4<u32> {
  var quad: vec4<u32>;
  if (slot >= call.words) { return quad; }
  let tap = tapAt(slot);
  for (var i = 0u; i < 4u; i++) {
    if (column + i < call.columns) {
      let filterRow = filterTap(slice * call.columns + column + i, tap.index);
      quad[i] = b[filterRow * call.strideB + tap.word];
    }
  }
  return quad;
}
fn filterTap(column: u32, tap: u32) -> u32 {
  return column * call.kernelHeight * call.kernelWidth + tap;
}`;

/**
 * Outside the map bits 0 were counted, which is right where +1 pads. Where 0 pads, a tap outside shall give nothing, but
 * has given `channels − 2·popcount(w)`, so that is taken back: `negatives` holds the popcount of each filter at each tap.
 */
const paddedResult = `
fn result(sum: i32, row: u32, column: u32) -> i32 {
  var dot = i32(call.features) - 2 * sum;
  if (call.padsWithZero == 0u) { return dot; }
  let window = windowAt(row);
  let bottom = window.top + i32((call.kernelHeight - 1u) * call.dilationY);
  let right = window.left + i32((call.kernelWidth - 1u) * call.dilationX);
  if (window.top >= 0 && window.left >= 0 && bottom < i32(call.height) && right < i32(call.width)) {
    return dot;
  }
  for (var index = 0u; index < call.kernelHeight * call.kernelWidth; index++) {
    let tap = tapAt(index * call.wordsPerTap);
    if (!isInside(window, tap)) {
      dot -= i32(call.channels) - 2 * i32(negatives[filterTap(column, index)]);
    }
  }
  return dot;
}`;

/** Convolution as a product whose rows are gathered from the map while they are loaded. */
export const convolutionProduct: ProductSource = {
  rows: tapWgsl + bitsAtWgsl + windowRows,
  columns: filterColumns,
  slotFeatures: 32,
  columnSlots: ROW_SLOTS,
  accumulate: countDifferences,
  result: paddedResult,
};
