/** ±1, each as often as the other. */
export function randomSigns(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => (randomWord(seed, i) < 0 ? -1 : 1));
}

/** −1, 0 and 1, a third each. */
export function randomTernary(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => ((randomWord(seed, i) >>> 0) % 3) - 1);
}

/** Integers −127 … 127. */
export function randomCodes(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => ((randomWord(seed, i) >>> 0) % 255) - 127);
}

/** Integers 0 … 255. */
export function randomBytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => randomWord(seed, i) >>> 24);
}

/** Integers 0 … below − 1. */
export function randomBelow(length: number, below: number, seed: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length }, (_, i) => (randomWord(seed, i) >>> 0) % below);
}

/** Entry i of a Weyl sequence through the 32-bit finalizer of MurmurHash3. */
function randomWord(seed: number, i: number): number {
  const word = seed + Math.imul(i, 0x9e3779b9);
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}
