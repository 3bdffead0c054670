/** Micro-kernel of 4 rows by 8 outputs: rows a0 … a3, lane groups w0 and w1, length, tile [4][8]. */
export type FourRows = (
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  w0: usize,
  w1: usize,
  length: i32,
  tile: usize,
) => void;

/** Micro-kernel of 1 row by 16 outputs: row a, lane groups w0 … w3, length, tile [16]. */
export type OneRow = (
  a: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  length: i32,
  tile: usize,
) => void;

/** Stores `groups`·4 sums of one row as outputs from column n on. `operands` is the instruction on the tape. */
export type StoreRow = (tile: usize, groups: i32, row: i32, n: i32, operands: usize) => void;

/** Where micro-kernels leave their sums: in the reserved bytes at the start of memory. */
export const TILE: usize = 768;

/**
 * Drives the micro-kernels of a product with packed lanes over all rows and columns.
 *
 * Columns outside, rows inside: weights stream once. Rows and lane groups beyond the end are clamped to the last one
 * and their surplus sums are not stored. A single row, or a single row left over, takes the one-row kernel.
 */
export function product(
  a: usize,
  rowBytes: usize,
  rows: i32,
  weights: usize,
  groupBytes: usize,
  outFeatures: i32,
  length: i32,
  fourRows: FourRows,
  oneRow: OneRow,
  storeRow: StoreRow,
  operands: usize,
): void {
  const last = weights + <usize>((outFeatures - 1) >> 2) * groupBytes;
  const tiledRows = (rows & 3) == 1 ? rows - 1 : rows;
  if (tiledRows > 0) {
    const end = a + <usize>(rows - 1) * rowBytes;
    for (let n = 0; n < outFeatures; n += 8) {
      const w0 = weights + <usize>(n >> 2) * groupBytes;
      const w1 = min(w0 + groupBytes, last);
      let a0 = a;
      for (let m = 0; m < tiledRows; m += 4) {
        const a1 = min(a0 + rowBytes, end);
        const a2 = min(a1 + rowBytes, end);
        const a3 = min(a2 + rowBytes, end);
        fourRows(a0, a1, a2, a3, w0, w1, length, TILE);
        let tile = TILE;
        for (let row = m, stop = min(m + 4, rows); row < stop; row++) {
          storeRow(tile, 2, row, n, operands);
          tile += 32;
        }
        a0 += rowBytes << 2;
      }
    }
  }
  if (tiledRows < rows) {
    const row = a + <usize>tiledRows * rowBytes;
    for (let n = 0; n < outFeatures; n += 16) {
      const w0 = weights + <usize>(n >> 2) * groupBytes;
      const w1 = min(w0 + groupBytes, last);
      const w2 = min(w1 + groupBytes, last);
      const w3 = min(w2 + groupBytes, last);
      oneRow(row, w0, w1, w2, w3, length, TILE);
      storeRow(TILE, 4, tiledRows, n, operands);
    }
  }
}
