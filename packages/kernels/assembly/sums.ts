// Where micro-kernels leave their sums on the way to the operators: in the reserved bytes at the start of memory,
// two rows of a panel of columns.

export const SUMS: usize = 1024;
export const PANEL_COLUMNS: i32 = 64;
/** One row of a panel. */
export const SUMS_ROW_BYTES: usize = 256;
