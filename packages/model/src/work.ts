import type { Code } from "@bnnkit/core";

/** Multiply-accumulates by the digits of both sides: `"bipolar·bipolar": 65536`. */
export type Macs = Readonly<Record<string, number>>;

/** Work of a node. */
export interface Work {
  /** For each row that it computes: a position, or a pixel. */
  readonly perRow: Macs;
  /** On top of that for each pair of a query and a key that it sees. */
  readonly perPair: Macs;
}

/** Of a node without products. */
export const noWork: Work = { perRow: {}, perPair: {} };

/** So many products of two codes: each term of one with each term of the other. */
export function productMacs(x: Code, weights: Code, count: number): Macs {
  return addMacs(x.flatMap((a) => weights.map((b) => ({ [`${a.digit}·${b.digit}`]: count }))));
}

/** Sum of counts, pair of digits by pair. */
export function addMacs(counts: readonly Macs[]): Macs {
  const sums = new Map<string, number>();
  for (const macs of counts) {
    for (const [pair, count] of Object.entries(macs)) sums.set(pair, (sums.get(pair) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}

/** Counts times a factor. */
export function scaleMacs(macs: Macs, factor: number): Macs {
  return Object.fromEntries(Object.entries(macs).map(([pair, count]) => [pair, factor * count]));
}
