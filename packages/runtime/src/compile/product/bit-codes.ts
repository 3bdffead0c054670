import type { Code, Term } from "@bnnkit/core";

/** Bit planes that either side may have. */
const mostPlanes = 16;

/** Whether the numbers of x are sums of bits with constant scales and offsets. */
export function areBits(x: Code): boolean {
  const isConstant = x.every(({ scale, offset }) => scale !== "row" && offset !== "row");
  return isConstant && x.every(isBits) && planesOf(x) <= mostPlanes;
}

/** Whether both sides are sums of bits, on the right also with scales and offsets of a row. */
export function arePlanes(x: Code, weights: Code): boolean {
  return areBits(x) && weights.every(isBits) && planesOf(weights) <= mostPlanes;
}

function isBits({ digit, slices = 1, sparse }: Term): boolean {
  const isBit = ["bipolar", "unipolar", "ternary"].includes(digit);
  return isBit && slices === 1 && sparse === undefined;
}

/** Bit planes of a code of bits: two for a ternary digit, its mask and its sign. */
export function planesOf(code: readonly Term[]): number {
  return code.reduce((count, { digit }) => count + (digit === "ternary" ? 2 : 1), 0);
}
