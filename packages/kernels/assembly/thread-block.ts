// What each of several threads has to itself at the start of the arena: where it stopped, and its sums.

import {
  RESERVED_BYTES,
  STATUS,
  STATUS_ROW,
  THREAD_BLOCK_BYTES,
  THREAD_HEADER,
  THREAD_SUMS,
} from "../src/tape/layout";
import { moveSums } from "./sums";

// A block starts with the status, and the row, of the first of the thread's pieces that stopped.

/** Where an operation on thread `index` notes why it stops, as in the header of a tape. */
export function headerOf(index: i32): usize {
  return blockOf(index) + THREAD_HEADER;
}

/** Thread 0 keeps its sums where one thread has them. */
export function useThread(index: i32): void {
  if (index != 0) moveSums(blockOf(index) + THREAD_SUMS);
}

/** Remembers why and where a piece stopped if none of the thread's stopped at a row before. */
export function noteStop(index: i32): void {
  const block = blockOf(index);
  const from = headerOf(index);
  const row = load<i32>(from + (STATUS_ROW << 2));
  if (load<i32>(block) == 0 || row < load<i32>(block, 4)) {
    store<i32>(block, load<i32>(from + (STATUS << 2)));
    store<i32>(block, row, 4);
  }
}

/** Moves into the tape's header what stopped at the first row on any thread, which is what stops one thread. */
export function mergeStops(tape: usize, threads: i32): i32 {
  let status = 0;
  let first = 0;
  for (let index = 0; index < threads; index++) {
    const block = blockOf(index);
    const stopped = load<i32>(block);
    if (stopped == 0) continue;
    const row = load<i32>(block, 4);
    if (status == 0 || row < first) {
      status = stopped;
      first = row;
    }
    store<i32>(block, 0);
  }
  if (status != 0) {
    store<i32>(tape + (STATUS << 2), status);
    store<i32>(tape + (STATUS_ROW << 2), first);
  }
  return status;
}

function blockOf(index: i32): usize {
  return RESERVED_BYTES + <usize>index * THREAD_BLOCK_BYTES;
}
