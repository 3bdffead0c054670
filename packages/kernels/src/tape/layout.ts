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
export const HEADER_WORDS = 4;

export const STATUS_LOGITS_NOT_FINITE = 1;
export const STATUS_TOO_MANY_KEYS = 2;
export const STATUS_UNKNOWN_OPCODE = 3;

/** What `bitAttention` does with probabilities: all stay real, or become 1 above a threshold, or at a share of the largest. */
export const KEEP_ALL = 0;
export const KEEP_ABOVE = 1;
export const KEEP_SHARE = 2;

/** Byte offset of the look-up tables of a pair of rows: 256 tables of 16 bytes. */
export const PAIR_TABLES = 2048;
/** The first bytes of memory belong to the kernels (register tiles in transit, tables); the arena begins behind them. */
export const RESERVED_BYTES = 6144;
/** Vector kernels read, and ignore, up to this many bytes behind an operand; the arena keeps them free at its end. */
export const SLACK_BYTES = 64;
