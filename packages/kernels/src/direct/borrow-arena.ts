import { jsEngine } from "../js/js-engine.ts";
import type { Kernels } from "../kernels.ts";
import { TapeKernels } from "../tape-kernels.ts";

const LARGEST_ARENA_BYTES = 2 ** 31;

/**
 * Calls `compute` with the given kernels, or with JavaScript ones made for this call, and frees what it allocated.
 * What it returns must not be a view of the arena.
 */
export function borrowArena<Result>(
  kernels: Kernels | undefined,
  compute: (kernels: Kernels) => Result,
): Result {
  const arena =
    kernels ?? new TapeKernels(jsEngine(2 ** 16), LARGEST_ARENA_BYTES, "no kernels given");
  const mark = arena.mark();
  try {
    return compute(arena);
  } finally {
    arena.release(mark);
  }
}

/** Copies bytes into the arena and returns their offset. */
export function copyBytesIn(kernels: Kernels, values: Int8Array | Uint8Array): number {
  const offset = kernels.allocate(values.length);
  kernels.int8(offset, values.length).set(values);
  return offset;
}

/** Copies 32-bit words into the arena and returns their offset. */
export function copyIn(
  kernels: Kernels,
  values: Uint32Array | Int32Array | Float32Array | readonly number[],
): number {
  const offset = kernels.allocate(4 * values.length);
  if (values instanceof Float32Array) kernels.float32(offset, values.length).set(values);
  else kernels.int32(offset, values.length).set(values);
  return offset;
}
