// How many threads an instruction is worth, by what its words say of its work.

import {
  LONG_INSTRUCTION,
  SPLIT_KEYS,
  SPLIT_LEAST_UNITS,
  SPLIT_ROWS,
  SPLIT_STEPS,
  SPLIT_UNITS,
} from "../src/tape/layout";

/** The least work of one thread in vector operations, of which a core does some six in a nanosecond. */
let stepsOfAThread: f64 = 0;
/** From here on an operation is long: it pays to wake threads for it, and to split it finer than there are threads. */
const STEPS_OF_LONG: f64 = 300000;

export function setStepsOfAThread(steps: i32): void {
  stepsOfAThread = steps;
}

/**
 * Threads, up to `threads`, that the instruction is split between, 1 for what is short or cannot be split; plus
 * LONG_INSTRUCTION for a long one.
 */
export function threadsFor(instruction: usize, threads: i32): i32 {
  const cell = load<u32>(instruction, SPLIT_ROWS << 2);
  if (cell == 0) return 1;
  const rows = load<i32>(cell);
  const keys = load<u32>(instruction, SPLIT_KEYS << 2);
  const count = keys == 0 ? <f64>rows : keysOf(keys, rows);
  const steps = count * load<f32>(instruction, SPLIT_STEPS << 2);
  const units = <i32>ceil<f64>(<f64>rows * load<f32>(instruction, SPLIT_UNITS << 2));
  const worth = <i32>min<f64>(steps / stepsOfAThread, <f64>threads);
  const sharing = min(worth, max(units, load<i32>(instruction, SPLIT_LEAST_UNITS << 2)));
  if (sharing < 2) return 1;
  return steps >= STEPS_OF_LONG ? sharing + LONG_INSTRUCTION : sharing;
}

function keysOf(counts: usize, rows: i32): f64 {
  let keys: f64 = 0;
  for (let row = 0; row < rows; row++) keys += load<i32>(counts + (<usize>row << 2));
  return keys;
}
