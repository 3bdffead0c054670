import { GROUPS, OUT_FEATURES, PAIRS, PATCH_BYTES, WEIGHTS } from "../../src/tape/convolution";
import { BGEMM_PAIR_VECTORS, BGEMM_PAIRS_FROM_ROWS, bgemmRow } from "../choice";
import { GROUPS_PER_STEP } from "../look-up/pair-counts";
import { writePairOffsets } from "../look-up/pair-offsets";
import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { outputPixels, roomOfPatch, StorePixel, storeSums } from "./convolution-pixel";
import { endPixel, firstPixel } from "./convolution-piece";
import { depthwiseProduct } from "./depthwise-product";
import { integer, offset } from "./operand";
import { pairBytes } from "./pair-bytes";
import { lookUpPair, spreadPanel } from "./pair-panel";
import { gatherPatch } from "./patch";

/**
 * Popcounts of the patches of every output pixel of this piece with the weights, given to `storePixel` panel by panel.
 *
 * A patch is a row of the product of bits, gathered on the way into its look-up tables' addresses: no map of patches is
 * ever written. Scratch: two patches; of a block of pixels the ranges of taps and the addresses; the nibbles of a panel.
 */
export function convolutionProduct(operands: usize, scratch: usize, storePixel: StorePixel): void {
  if (integer(operands, PAIRS) == 0) return depthwiseProduct(operands, scratch, storePixel);
  const groups = integer(operands, GROUPS);
  const start = firstPixel;
  const end = endPixel;
  const isPaired = outputPixels(operands) >= BGEMM_PAIRS_FROM_ROWS;
  const paired = isPaired ? start + ((end - start) & ~1) : start;
  const blockPixels = integer(operands, PAIRS) << 1;
  for (let group = 0; group < groups; group++) {
    for (let pixel = start; pixel < paired; pixel += blockPixels) {
      const endOfBlock = min(pixel + blockPixels, paired);
      productOfPairs(operands, scratch, group, pixel, endOfBlock, storePixel);
    }
    productOfPixels(operands, scratch, group, paired, end, 0, storePixel);
  }
}

function productOfPairs(
  operands: usize,
  scratch: usize,
  group: i32,
  pixel: i32,
  end: i32,
  storePixel: StorePixel,
): void {
  const bytes = integer(operands, PATCH_BYTES);
  const groups = ((2 * bytes + GROUPS_PER_STEP - 1) / GROUPS_PER_STEP) * GROUPS_PER_STEP;
  const offsetBytes = <usize>groups << 1;
  const pairs = integer(operands, PAIRS);
  const ranges = scratch + 2 * roomOfPatch(operands);
  const offsets = ranges + (pairs << 3);
  const nibbles = (offsets + offsetBytes * pairs + 64 + 15) & ~15;
  writeBlock(operands, scratch, group, pixel, end, ranges, offsets, groups);
  const outputs = integer(operands, OUT_FEATURES) / integer(operands, GROUPS);
  const lanes = lanesOfGroup(operands, group, outputs);
  for (let n = 0; n < outputs; n += PANEL_COLUMNS) {
    const columns = min(outputs - n, PANEL_COLUMNS);
    const vectors = (columns + 15) >> 4;
    if (BGEMM_PAIR_VECTORS > 2 && vectors == 1) {
      productOfPixels(operands, scratch, group, pixel, end, n, storePixel);
      continue;
    }
    spreadPanel(lanes + <usize>(n * bytes), bytes, vectors, BGEMM_PAIR_VECTORS, nibbles, groups);
    const channel = group * outputs + n;
    let range = ranges;
    let at = offsets;
    for (let m = pixel; m < end; m += 2) {
      lookUpPair(at, nibbles, vectors, BGEMM_PAIR_VECTORS, groups);
      storeSums(operands, m, load<i32>(range), SUMS, channel, columns, storePixel);
      storeSums(operands, m + 1, load<i32>(range, 4), SUMS + SUMS_ROW_BYTES, channel, columns, storePixel);
      range += 8;
      at += offsetBytes;
    }
  }
}

/** Gathers a block of patches: their ranges to `ranges`, the addresses of the tables of pairs to `offsets`. */
function writeBlock(
  operands: usize,
  scratch: usize,
  group: i32,
  pixel: i32,
  end: i32,
  ranges: usize,
  offsets: usize,
  groups: i32,
): void {
  const second = scratch + roomOfPatch(operands);
  const bytes = integer(operands, PATCH_BYTES);
  for (let m = pixel; m < end; m += 2) {
    const first = gatherPatch(operands, m, group, scratch, ranges);
    writePairOffsets(first, gatherPatch(operands, m + 1, group, second, ranges + 4), bytes, offsets, groups);
    ranges += 8;
    offsets += <usize>groups << 1;
  }
}

/** Pixels from `pixel` to below `end`, one by one, with the channels of a group from n on. */
function productOfPixels(
  operands: usize,
  scratch: usize,
  group: i32,
  pixel: i32,
  end: i32,
  first: i32,
  storePixel: StorePixel,
): void {
  const bytes = integer(operands, PATCH_BYTES);
  const outputs = integer(operands, OUT_FEATURES) / integer(operands, GROUPS);
  const lanes = lanesOfGroup(operands, group, outputs);
  const range = scratch + roomOfPatch(operands);
  for (; pixel < end; pixel++) {
    pairBytes(gatherPatch(operands, pixel, group, scratch, range), scratch, bytes);
    const inside = load<i32>(range);
    for (let n = first; n < outputs; n += PANEL_COLUMNS) {
      const columns = min(outputs - n, PANEL_COLUMNS);
      let w = lanes + <usize>(n * bytes);
      for (let i = 0; i < columns; i += 16) {
        bgemmRow(false, scratch, w, bytes, SUMS + (<usize>i << 2));
        w += <usize>bytes << 4;
      }
      storeSums(operands, pixel, inside, SUMS, group * outputs + n, columns, storePixel);
    }
  }
}

// @ts-ignore: decorator
@inline
function lanesOfGroup(operands: usize, group: i32, outputs: i32): usize {
  const groupBytes = <usize>((outputs + 15) & ~15) * integer(operands, PATCH_BYTES);
  return offset(operands, WEIGHTS) + <usize>group * groupBytes;
}
