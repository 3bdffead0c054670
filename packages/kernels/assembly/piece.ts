// Which part of an operation this thread computes: all of it, unless the operation was split between threads. Pieces are
// whole rows or whole panels of columns, so that every output is computed as it is by one thread.

import { ROWS_TOGETHER } from "../src/tape/layout";

/** From so many rows a piece on, weights are prepared anew for the next ones even without pieces. */
const ROWS_OF_A_BLOCK: i32 = 128;

let piece: i32 = 0;
let pieces: i32 = 1;

/** What `cut` has found: the first of the units that belong to this piece, and the first behind them. */
export let firstUnit: i32 = 0;
export let endUnit: i32 = 0;

/** What `cutProduct` has found. */
export let firstRow: i32 = 0;
export let endRow: i32 = 0;
export let firstColumn: i32 = 0;
export let endColumn: i32 = 0;

/** From now on operations compute piece `index` of `count`. */
export function takePiece(index: i32, count: i32): void {
  piece = index;
  pieces = count;
}

/** Finds the part of `units` like ones that belongs to this piece. */
export function cut(units: i32): void {
  firstUnit = pieces == 1 ? 0 : <i32>((<i64>units * piece) / pieces);
  endUnit = pieces == 1 ? units : <i32>((<i64>units * (piece + 1)) / pieces);
}

/** Finds the rows and columns of a product that belong to this piece; the first column is a multiple of `panel`. */
export function cutProduct(rows: i32, columns: i32, panel: i32): void {
  firstRow = 0;
  endRow = rows;
  firstColumn = 0;
  endColumn = columns;
  if (pieces == 1) return;
  if (splitsRows(rows, columns, panel)) {
    cut(ceiling(rows, ROWS_TOGETHER));
    firstRow = min(rows, firstUnit * ROWS_TOGETHER);
    endRow = min(rows, endUnit * ROWS_TOGETHER);
  } else {
    cut(ceiling(columns, panel));
    firstColumn = min(columns, firstUnit * panel);
    endColumn = min(columns, endUnit * panel);
  }
}

/**
 * Whether the pieces are rows, which costs nothing where there are whole blocks of them; otherwise where they come out
 * more equal than panels of columns would.
 */
function splitsRows(rows: i32, columns: i32, panel: i32): bool {
  if (rows / ROWS_OF_A_BLOCK >= pieces) return true;
  const blocks = ceiling(rows, ROWS_TOGETHER);
  const panels = ceiling(columns, panel);
  return <i64>ceiling(panels, pieces) * blocks > <i64>ceiling(blocks, pieces) * panels;
}

function ceiling(count: i32, unit: i32): i32 {
  return (count + unit - 1) / unit;
}
