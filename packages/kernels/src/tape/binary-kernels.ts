// Shared with the AssemblyScript sources, hence plain integer constants.
// How a product of bits is told which kernel to take. Its word `pairs` holds in the low byte how many pairs of rows the
// scratch memory has room for; above it, four bits for each range of rows hold one of the kernels here. The number of
// rows is read when the tape runs, so a tape carries the kernels of all ranges.

// 0 leaves it to the operator, which takes pairs from four rows on.

/** Row by row, by carry-save adders in trees of four bytes. */
export const BINARY_1X16 = 1;
/** Pairs of rows, by table look-up, in tiles of 32 columns. */
export const BINARY_2X32 = 2;
/** The same in tiles of 64 columns. */
export const BINARY_2X64 = 3;
/** Row by row, by carry-save adders in trees of sixteen bytes. */
export const BINARY_1X16C16 = 4;

export const PAIRS_MASK = 255;
export const KERNEL_MASK = 15;

/** First rows of the ranges behind the first one, which is 1 … 3, and the position of each range's kernel in the word. */
export const ROWS_OF_SECOND_RANGE = 4;
export const ROWS_OF_THIRD_RANGE = 8;
export const ROWS_OF_FOURTH_RANGE = 32;
export const FIRST_RANGE_SHIFT = 8;
export const SECOND_RANGE_SHIFT = 12;
export const THIRD_RANGE_SHIFT = 16;
export const FOURTH_RANGE_SHIFT = 20;
