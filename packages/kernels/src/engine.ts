import type { Isa } from "./isa.ts";

/** Linear memory that can grow; growing replaces `buffer` and, unless it is shared, detaches views of the old one. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
  /** Grows to at least `byteLength` bytes. Throws RangeError when the host has no more memory. */
  grow(byteLength: number): void;
}

/** An interpreter of tapes over a linear memory. */
export interface Engine {
  readonly isa: Isa;
  readonly memory: LinearMemory;
  /** Runs the tape with header at byte `tape` and instructions up to byte `end`; returns its status. */
  run(tape: number, end: number): number;
  /** Only where several threads were asked for. */
  readonly sharing?: Sharing;
}

/** How an engine shares its work between threads. */
export interface Sharing {
  /** Threads over the memory, 1 where there could not be more. */
  readonly threads: number;
  /** How many run, and why not all that were asked for. */
  explain(): string;
  /** Ends the threads. */
  dispose(): void;
}
