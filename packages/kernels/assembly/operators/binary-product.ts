import {
  BINARY_1X16,
  BINARY_1X16C16,
  BINARY_2X32,
  BINARY_2X64,
  FIRST_RANGE_SHIFT,
  FOURTH_RANGE_SHIFT,
  KERNEL_MASK,
  PAIRS_MASK,
  ROWS_OF_FOURTH_RANGE,
  ROWS_OF_SECOND_RANGE,
  ROWS_OF_THIRD_RANGE,
  SECOND_RANGE_SHIFT,
  THIRD_RANGE_SHIFT,
} from "../../src/tape/binary-kernels";
import { BGEMM_PAIR_VECTORS, BGEMM_PAIRS_FROM_ROWS, bgemmRow } from "../choice";
import { GROUPS_PER_STEP } from "../look-up/pair-counts";
import { writePairOffsets } from "../look-up/pair-offsets";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { cell, integer, offset } from "./operand";
import { pairBytes } from "./pair-bytes";
import { lookUpPair, spreadPanel } from "./pair-panel";
import { StorePanel } from "./product";

/**
 * Popcounts of rows of bits with byte lanes, given to `storePanel` panel by panel.
 *
 * Operands: bits, weights, rows, outFeatures, inFeatures, wordsPerRow, pairs of rows that the scratch memory holds and
 * the kernels to take, ….
 * Rows go in pairs through look-ups, block by block of pairs: per block the addresses of the rows' tables are written
 * once, per panel of columns the weights are spread into nibbles once. Few rows, and the one left over by pairs, go through
 * carry-save adders. Of a split product only the rows and columns of this piece.
 */
export function binaryProduct(operands: usize, scratch: usize, storePanel: StorePanel): void {
  const rows = cell(operands, 2);
  const outFeatures = integer(operands, 3);
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  const tile = tileVectors(integer(operands, 6), rows);
  const paired = tile > 0 ? end & ~1 : start;
  const blockRows = (integer(operands, 6) & PAIRS_MASK) << 1;
  for (let row = start; row < paired; row += blockRows) {
    productOfPairs(operands, scratch, tile, row, min(row + blockRows, paired), storePanel);
  }
  if (paired < end) {
    for (let n = firstColumn; n < endColumn; n += PANEL_COLUMNS) {
      productOfRows(operands, scratch, paired, end, n, storePanel);
    }
  }
}

/** The kernel chosen for so many rows. */
function kernelFor(kernels: i32, rows: i32): i32 {
  let shift = FIRST_RANGE_SHIFT;
  if (rows >= ROWS_OF_FOURTH_RANGE) shift = FOURTH_RANGE_SHIFT;
  else if (rows >= ROWS_OF_THIRD_RANGE) shift = THIRD_RANGE_SHIFT;
  else if (rows >= ROWS_OF_SECOND_RANGE) shift = SECOND_RANGE_SHIFT;
  return (kernels >> shift) & KERNEL_MASK;
}

/** Vectors of 16 channels in the tile of a pair of rows; 0 stands for row by row. */
function tileVectors(kernels: i32, rows: i32): i32 {
  switch (kernelFor(kernels, rows)) {
    case BINARY_1X16:
    case BINARY_1X16C16:
      return 0;
    case BINARY_2X32:
      return 2;
    case BINARY_2X64:
      return 4;
    default:
      return rows >= BGEMM_PAIRS_FROM_ROWS ? BGEMM_PAIR_VECTORS : 0;
  }
}

/** Whether rows that go one by one take deep trees: a row that pairs leave over goes as a single row does. */
function takesDeepTrees(kernels: i32, rows: i32): bool {
  const alone = tileVectors(kernels, rows) > 0 ? 1 : rows;
  return kernelFor(kernels, alone) == BINARY_1X16C16;
}

function productOfPairs(
  operands: usize,
  scratch: usize,
  tile: i32,
  row: i32,
  end: i32,
  storePanel: StorePanel,
): void {
  const bytes = integer(operands, 5) << 2;
  const bits = offset(operands, 0) + <usize>(row * bytes);
  const weights = offset(operands, 1);
  const outFeatures = integer(operands, 3);
  const groups = ((2 * bytes + GROUPS_PER_STEP - 1) / GROUPS_PER_STEP) * GROUPS_PER_STEP;
  const offsetBytes = <usize>groups << 1;
  const nibbles = (scratch + offsetBytes * (integer(operands, 6) & PAIRS_MASK) + 15) & ~15;
  writeBlockOffsets(bits, bytes, (end - row) >> 1, scratch, groups);
  for (let n = firstColumn; n < endColumn; n += PANEL_COLUMNS) {
    const vectors = (min(outFeatures - n, PANEL_COLUMNS) + 15) >> 4;
    if (tile > 2 && vectors == 1) {
      productOfRows(operands, nibbles, row, end, n, storePanel);
      continue;
    }
    spreadPanel(weights + <usize>(n * bytes), bytes, vectors, tile, nibbles, groups);
    let offsets = scratch;
    for (let m = row; m < end; m += 2) {
      lookUpPair(offsets, nibbles, vectors, tile, groups);
      storePanel(m, m + 2, n, operands);
      offsets += offsetBytes;
    }
  }
}

function writeBlockOffsets(bits: usize, bytes: i32, pairs: i32, to: usize, groups: i32): void {
  for (let pair = 0; pair < pairs; pair++) {
    writePairOffsets(bits, bits + bytes, bytes, to, groups);
    bits += bytes << 1;
    to += groups << 1;
  }
}

/** Rows from `row` to below `end`, one by one, with the panel of columns that starts at n; `paired` has room for a row. */
function productOfRows(
  operands: usize,
  paired: usize,
  row: i32,
  end: i32,
  n: i32,
  storePanel: StorePanel,
): void {
  const bytes = integer(operands, 5) << 2;
  const columns = min(integer(operands, 3) - n, PANEL_COLUMNS);
  const deep = takesDeepTrees(integer(operands, 6), cell(operands, 2));
  for (; row < end; row++) {
    pairBytes(offset(operands, 0) + <usize>(row * bytes), paired, bytes);
    let w = offset(operands, 1) + <usize>(n * bytes);
    for (let i = 0; i < columns; i += 16) {
      bgemmRow(deep, paired, w, bytes, SUMS + (<usize>i << 2));
      w += <usize>bytes << 4;
    }
    storePanel(row, row + 1, n, operands);
  }
}
