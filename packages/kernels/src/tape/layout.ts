// Shared with the AssemblyScript sources, hence plain integer constants.
// A tape is this header, then the instructions. Words are 32 bits; the positions here count words.

/** Byte offset of the tape's scratch memory. */
export const SCRATCH = 0;
/** Why the tape stopped: 0 if it ran to its end, else one of the STATUS values. */
export const STATUS = 1;
/** Row at which it stopped. */
export const STATUS_ROW = 2;
/** Byte offset, from the start of the header, of the instruction at which it stopped. */
export const STATUS_INSTRUCTION = 3;
/** Bytes of scratch memory of each thread; those of thread t begin t times as many bytes behind SCRATCH. */
export const SCRATCH_BYTES = 4;
export const HEADER_WORDS = 5;

// An instruction: its opcode, with its length in words above it, then what `Split` of split.ts says, then its operands.
// Where nothing is split, SPLIT_ROWS is 0.
export const SPLIT_ROWS = 1;
export const SPLIT_STEPS = 2;
export const SPLIT_UNITS = 3;
export const SPLIT_LEAST_UNITS = 4;
export const SPLIT_KEYS = 5;
export const OPERANDS = 6;

/** Rows of a product that stay together: an even number, and enough for what is prepared once for a panel of weights. */
export const ROWS_TOGETHER = 16;
/** Columns of a product whose sums are in transit together. */
export const PANEL_COLUMNS = 64;

export const STATUS_LOGITS_NOT_FINITE = 1;
export const STATUS_TOO_MANY_KEYS = 2;
export const STATUS_UNKNOWN_OPCODE = 3;

/** What a number in memory is. */
export const ELEMENT_FLOAT32 = 0;
export const ELEMENT_INT32 = 1;
export const ELEMENT_INT8 = 2;
export const ELEMENT_UINT8 = 3;
export const ELEMENT_BITS = 4;

/** What the output of a product does with what is negative. */
export const ACTIVATION_NONE = 0;
export const ACTIVATION_RELU = 1;
export const ACTIVATION_SLOPES = 2;

// Functions of `activation`.
export const FUNCTION_ABSOLUTE = 0;
export const FUNCTION_CLIP01 = 1;
export const FUNCTION_TANH = 2;
export const FUNCTION_GELU = 3;
export const FUNCTION_SILU = 4;

/** What `bitAttention` does with probabilities: all stay real, or become 1 above a threshold, at a share of the largest, or
 *  where the score is positive. */
export const KEEP_ALL = 0;
export const KEEP_ABOVE = 1;
export const KEEP_SHARE = 2;
export const KEEP_POSITIVE = 3;

/** Byte offset of the look-up tables of a pair of rows: 256 tables of 16 bytes. */
export const PAIR_TABLES = 2048;
/** The first bytes of memory belong to the kernels (register tiles in transit, tables); the arena begins behind them. */
export const RESERVED_BYTES = 6144;
/** With several threads each has so many bytes, from RESERVED_BYTES on: where it stopped, a header, and its sums. */
export const THREAD_BLOCK_BYTES = 1152;
/** Where in the block the header and the sums lie, the latter in cache lines of their own. */
export const THREAD_HEADER = 16;
export const THREAD_SUMS = 128;
/** Added to the number of threads that are to share an instruction when it takes long. */
export const LONG_INSTRUCTION = 256;
/** Vector kernels read, and ignore, up to this many bytes behind an operand; the arena keeps them free at its end. */
export const SLACK_BYTES = 64;
