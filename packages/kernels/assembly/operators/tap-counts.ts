import {
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_FEATURES,
  TAP_COUNTS,
  TAP_LENGTH,
} from "../../src/tape/convolution";
import { integer, offset } from "./operand";
import { ALL_INSIDE, endColumn, endRow, firstColumn, firstRow } from "./tap-range";

/** The products that are summed at a pixel: those of the taps inside the map where zeros surround it, else all. */
export function lengthOf(operands: usize, range: i32): i32 {
  const isWhole = range == ALL_INSIDE || offset(operands, TAP_COUNTS) == 0;
  const rows = isWhole ? integer(operands, KERNEL_HEIGHT) : endRow(range) - firstRow(range);
  const columns = isWhole ? integer(operands, KERNEL_WIDTH) : endColumn(range) - firstColumn(range);
  return rows * columns * integer(operands, TAP_LENGTH);
}

/**
 * Takes out of the popcounts of `columns` channels from n on what taps outside the map have added: these were 0 bits, so
 * it is the −1s among their weights. Nothing where all lie inside, or where they are to count.
 */
export function subtractOutside(operands: usize, range: i32, n: i32, columns: i32, sums: usize): void {
  const counts = offset(operands, TAP_COUNTS);
  if (range == ALL_INSIDE || counts == 0) return;
  const columnBytes = <usize>integer(operands, OUT_FEATURES) << 2;
  const rowBytes = columnBytes * (integer(operands, KERNEL_WIDTH) + 1);
  const from = counts + (<usize>n << 2);
  const top = from + rowBytes * firstRow(range);
  const bottom = from + rowBytes * endRow(range);
  const left = columnBytes * firstColumn(range);
  const right = columnBytes * endColumn(range);
  const all =
    from + rowBytes * integer(operands, KERNEL_HEIGHT) + columnBytes * integer(operands, KERNEL_WIDTH);
  for (let at: usize = 0; at < <usize>columns << 2; at += 16) {
    const below = i32x4.sub(v128.load(bottom + right + at), v128.load(bottom + left + at));
    const above = i32x4.sub(v128.load(top + right + at), v128.load(top + left + at));
    const outside = i32x4.sub(v128.load(all + at), i32x4.sub(below, above));
    v128.store(sums + at, i32x4.sub(v128.load(sums + at), outside));
  }
}
