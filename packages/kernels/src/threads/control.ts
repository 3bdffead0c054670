// Words of a small shared array over which threads talk. Each word that somebody waits for has a cache line of its own.

const CACHE_LINE_WORDS = 32;

/** Byte offset of the tape whose instruction is being shared. */
export const TAPE = 0;
/** How many pieces the instruction has. */
export const PIECES = 1;
/** How many of them have been claimed, or more. */
export const CLAIMED: number = CACHE_LINE_WORDS;

/** Where helper `index`, from 1, has its state. */
export function stateOf(index: number): number {
  return (1 + index) * CACHE_LINE_WORDS;
}

export function controlWords(threads: number): number {
  return (1 + threads) * CACHE_LINE_WORDS;
}

// States of a helper. Only thread 0 makes it WORK, and IDLE again as long as the helper has not made that BUSY.

/** Looks for work. */
export const IDLE = 0;
/** Sleeps until it is notified. */
export const PARKED = 1;
/** Is to join in. */
export const WORK = 2;
/** Claims pieces and runs them. */
export const BUSY = 3;
/** As BUSY, and thread 0 sleeps until it has done. */
export const AWAITED = 4;
/** Has failed in the middle of a piece. */
export const BROKEN = 5;
