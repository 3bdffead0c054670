import type { Isa } from "./kernels.ts";

/** Linear memory that can grow; growing replaces `buffer` and detaches views of the old one. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  /** Grows to at least `byteLength` bytes. Throws RangeError when the host has no more memory. */
  grow(byteLength: number): void;
}

/** An interpreter of tapes over a linear memory. */
export interface Engine {
  readonly isa: Isa;
  readonly memory: LinearMemory;
  /** Runs the tape with header at byte `tape` and instructions up to byte `end`; returns its status. */
  run(tape: number, end: number): number;
}
