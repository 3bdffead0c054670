/** Half a unit in the last place of 1 in float32: the relative error of one rounding. */
export const UNIT = 2 ** -24;

/** What one operation on floats may lose. */
export interface Rounding {
  /** Relative error of one rounding. */
  readonly unit: number;
  /** Absolute error where numbers are tiny. */
  readonly smallest: number;
}

/** To the nearest, subnormal numbers kept. */
export const ieeeRounding: Rounding = { unit: UNIT, smallest: 2 ** -149 };

/** To either neighbour, subnormal numbers maybe flushed to zero: all that WGSL promises. */
export const wgslRounding: Rounding = { unit: 2 * UNIT, smallest: 2 ** -126 };

/** K and N around the sizes of words, vectors and tiles. */
export const boundarySizes: readonly number[] = [1, 3, 31, 32, 33, 127, 128, 129];

/** Numbers in [−1, 1), the same on every run, with zeros of both signs and tiny magnitudes mixed in. */
export function floats(length: number, seed = 1): Float32Array {
  const special = [0, -0, 1e-30, -1e-30];
  const next = randomBits(seed);
  return Float32Array.from({ length }, (_, i) => {
    const value = next() / 2 ** 31;
    return i % 7 === 3 ? special[(i >>> 3) & 3] : value;
  });
}

/** Integers in −127 … 127. */
export function codes(length: number, seed = 1): Int8Array {
  const next = randomBits(seed);
  return Int8Array.from({ length }, () => ((next() >>> 8) % 255) - 127);
}

/** ±1. */
export function signs(length: number, seed = 1): Int8Array {
  const next = randomBits(seed);
  return Int8Array.from({ length }, () => (next() < 0 ? -1 : 1));
}

/** Integers from 0 to below `bound`. */
export function indices(length: number, bound: number, seed = 1): Int32Array {
  const next = randomBits(seed);
  return Int32Array.from({ length }, () => (next() >>> 8) % bound);
}

function randomBits(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.imul(state ^ (state >>> 15), 0x85ebca6b) | 0;
  };
}
