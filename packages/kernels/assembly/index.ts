import {
  HEADER_WORDS,
  OPERANDS,
  SCRATCH,
  SCRATCH_BYTES,
  STATUS_INSTRUCTION,
} from "../src/tape/layout";
import { execute } from "./dispatch.generated";
import { writePairTables } from "./look-up/pair-table";
import { takePiece } from "./piece";
import { setStepsOfAThread, threadsFor } from "./split";
import { headerOf, mergeStops, noteStop, useThread } from "./thread-block";

const OPERANDS_BYTES: usize = OPERANDS << 2;

// Runs once, when the module is instantiated.
writePairTables();

let threads: i32 = 1;

/**
 * Makes this instance thread `index` of `count` over the same memory, of which each is to get at least so many vector
 * operations. Called once, before anything runs.
 */
export function enlist(index: i32, count: i32, stepsOfAThread: i32): void {
  threads = count;
  setStepsOfAThread(stepsOfAThread);
  useThread(index);
}

/**
 * Runs the tape from its header to `end`. Returns 0, or the status that is also in the header; or, of several threads,
 * −n at an instruction that n of them are to share, −(n + LONG_INSTRUCTION) at a long one: its pieces are run by
 * `runPiece`, then `resume` goes on.
 */
export function run(tape: usize, end: usize): i32 {
  if (threads > 1) mergeStops(tape, threads); // of a tape that a failing thread broke off
  return proceed(tape, tape + (HEADER_WORDS << 2), end);
}

/** Goes on behind the instruction whose pieces have all been run; returns what `run` does. */
export function resume(tape: usize, end: usize): i32 {
  const status = mergeStops(tape, threads);
  if (status != 0) return status;
  const at = tape + load<u32>(tape + (STATUS_INSTRUCTION << 2));
  return proceed(tape, at + (load<u32>(at) >> 16 << 2), end);
}

/** Runs a piece of the instruction at which `run` or `resume` has returned, in the scratch memory of thread `index`. */
export function runPiece(tape: usize, index: i32, piece: i32, pieces: i32): void {
  const at = tape + load<u32>(tape + (STATUS_INSTRUCTION << 2));
  const scratch = load<u32>(tape + (SCRATCH << 2)) + index * load<u32>(tape + (SCRATCH_BYTES << 2));
  takePiece(piece, pieces);
  const status = execute(load<u16>(at), at + OPERANDS_BYTES, scratch, headerOf(index));
  takePiece(0, 1);
  if (status != 0) noteStop(index);
}

function proceed(tape: usize, at: usize, end: usize): i32 {
  const scratch = load<u32>(tape + (SCRATCH << 2));
  while (at < end) {
    const word = load<u32>(at);
    if (threads > 1) {
      const sharing = threadsFor(at, threads);
      if (sharing > 1) {
        store<u32>(tape + (STATUS_INSTRUCTION << 2), at - tape);
        return -sharing;
      }
    }
    const status = execute(word & 0xffff, at + OPERANDS_BYTES, scratch, tape);
    if (status != 0) {
      store<u32>(tape + (STATUS_INSTRUCTION << 2), at - tape);
      return status;
    }
    at += (word >> 16) << 2;
  }
  return 0;
}
