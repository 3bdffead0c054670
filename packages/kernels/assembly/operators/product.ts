import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";

/** Micro-kernel over one row: row, lanes, bytes and number of lane groups, length of the row, sums. */
export type RowKernel = (
  a: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  length: i32,
  sums: usize,
) => void;

/** Micro-kernel over two rows. */
export type RowPairKernel = (
  a0: usize,
  a1: usize,
  w: usize,
  groupBytes: usize,
  groups: i32,
  length: i32,
  sums: usize,
) => void;

/** Stores the sums of rows `row` to below `end` as outputs from column n on. `operands` is the instruction's. */
export type StorePanel = (row: i32, end: i32, n: i32, operands: usize) => void;

/**
 * Drives micro-kernels of a product with packed lanes over all rows and columns.
 *
 * Panels of columns outside, rows inside: weights stream once and a panel stays in the cache. Rows go in pairs where
 * there is a kernel for it. Of a split product only the rows and columns of this piece.
 */
export function product(
  a: usize,
  rowBytes: usize,
  rows: i32,
  weights: usize,
  groupBytes: usize,
  outFeatures: i32,
  length: i32,
  rowKernel: RowKernel,
  pairKernel: RowPairKernel | null,
  storePanel: StorePanel,
  operands: usize,
): void {
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  const endOfColumns = endColumn;
  for (let n = firstColumn; n < endOfColumns; n += PANEL_COLUMNS) {
    const panel = weights + <usize>(n >> 2) * groupBytes;
    const groups = (min(outFeatures - n, PANEL_COLUMNS) + 3) >> 2;
    let from = a + <usize>start * rowBytes;
    let row = start;
    if (pairKernel !== null) {
      for (; row + 2 <= end; row += 2) {
        pairKernel(from, from + rowBytes, panel, groupBytes, groups, length, SUMS);
        storePanel(row, row + 2, n, operands);
        from += rowBytes << 1;
      }
    }
    for (; row < end; row++) {
      rowKernel(from, panel, groupBytes, groups, length, SUMS);
      storePanel(row, row + 1, n, operands);
      from += rowBytes;
    }
  }
}
