import type { Kernels } from "@bnnkit/kernels";

/** Copies 32-bit words into the arena and returns their offset. */
export function copyWords(kernels: Kernels, words: ArrayLike<number>): number {
  const offset = kernels.allocate(4 * words.length);
  kernels.uint32(offset, words.length).set(words);
  return offset;
}

/** Copies floats into the arena and returns their offset. */
export function copyFloats(kernels: Kernels, values: Float32Array): number {
  const offset = kernels.allocate(4 * values.length);
  kernels.float32(offset, values.length).set(values);
  return offset;
}

/** Copies bytes into the arena and returns their offset. */
export function copyBytes(kernels: Kernels, bytes: Int8Array | Uint8Array): number {
  const offset = kernels.allocate(bytes.length);
  kernels.int8(offset, bytes.length).set(bytes);
  return offset;
}
