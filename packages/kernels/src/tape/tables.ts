// Shared with the AssemblyScript sources, hence plain integer constants.
// The tables of a row hold, for every four activations, the sixteen sums over their subsets, and end in a trailer.

/** Activations that a block of tables covers: a word of weights. */
export const TABLE_BLOCK = 32;
/** Eight tables of low and eight of high digits, 16 bytes each. */
export const INT8_TABLE_BLOCK_BYTES = 256;
/** Bits of a digit: eight digits of 5 bits, each at most 31, still fit a byte when added. */
export const INT8_DIGIT_BITS = 5;
/** Two halves of four digits of four tables, 16 bytes each. */
export const FLOAT32_TABLE_BLOCK_BYTES = 512;
/** Four digits of 6 bits, each at most 63, still fit a byte when added. */
export const FLOAT32_DIGIT_BITS = 6;
/** The largest code of a float: a sum of four is below 2²⁴, four digits. */
export const LARGEST_FLOAT32_CODE = 4194303;
/** Codes and sums are handled in halves of this many bits, which do not overflow an int32 when added. */
export const HALF_BITS = 12;

/** int32 words of a trailer: Σa and Σ min(a, 0); of floats their low and high halves, and the scale as a float. */
export const INT8_TRAILER_BYTES = 16;
export const FLOAT32_TRAILER_BYTES = 32;

/** Bit planes that a weight may have. */
export const MAXIMUM_WEIGHT_PLANES = 4;
