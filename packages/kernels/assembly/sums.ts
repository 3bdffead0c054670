// Where micro-kernels leave their sums on the way to the operators: in the reserved bytes at the start of memory, or, on
// a helper thread, in its own block behind them. Two rows of a panel of columns.

export { PANEL_COLUMNS } from "../src/tape/layout";

/** Set once, before the thread runs anything. */
export let SUMS: usize = 1024;
/** One row of a panel. */
export const SUMS_ROW_BYTES: usize = 256;

export function moveSums(to: usize): void {
  SUMS = to;
}
