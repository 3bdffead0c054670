import type { OperationName } from "./operations/index.ts";

/** A built instruction list. It lives in the arena of the `Kernels` it was built for, until that memory is released. */
export interface Tape {
  /** Byte offset of the header, which the instructions follow. */
  readonly offset: number;
  readonly byteLength: number;
  /** The operations in order, for people. */
  readonly operations: readonly OperationName[];
}
