/** Which entries get the most bits: "middle-out" those nearest to 0, "magnitude" those farthest from it, "top-down" the
 *  greatest, "bottom-up" the least, "random" any. */
export type BitOrder = "middle-out" | "magnitude" | "top-down" | "bottom-up" | "random";

export const bitOrders: readonly BitOrder[] = [
  "middle-out",
  "magnitude",
  "top-down",
  "bottom-up",
  "random",
];

/** How the entries of a tensor divide into those of one bit, two and so on. */
export interface BitAllocation {
  /** Share of the entries with 1, 2 … bits; their sum is 1. */
  readonly shares: readonly number[];
  readonly order: BitOrder;
  /** Of the order "random". */
  readonly seed: number;
}

/** Mean number of bits of an entry: `Σ b·shares[b − 1]`. */
export function averageBits(shares: readonly number[]): number {
  return shares.reduce((sum, share, i) => sum + (i + 1) * share, 0);
}

/** Shares of 1, 2 and 3 bits with a given mean.
 *
 *  Up to 7/3 there are twice as many entries of two bits as of three: 1.4 is 70 %, 20 %, 10 %. Beyond, none has one bit.
 *  @throws RangeError unless the mean is in 1 … 3. */
export function sharesOfAverage(average: number): readonly number[] {
  if (!(average >= 1 && average <= 3)) {
    throw new RangeError(`sharesOfAverage: average must be in 1 … 3, got ${average}`);
  }
  if (average > 7 / 3) return [0, 3 - average, average - 2];
  const three = (average - 1) / 4;
  return [1 - 3 * three, 2 * three, three];
}

/** The bits of each entry of a slice.
 *
 *  Of n entries `⌊share·n⌋` have the most bits, then as many as their share the next ones, and so on; the rest has the
 *  fewest. They are taken in the order; of equal ones the one with the least index first. */
export function allocateBits(
  values: Float32Array,
  { shares, order, seed }: BitAllocation,
): Uint8Array {
  const keys = sortKeys(values, order, seed);
  const sorted = keys.slice().sort();
  const fewest = shares.findIndex((share) => share > 0) + 1;
  const bits = new Uint8Array(values.length).fill(fewest);
  for (let b = fewest + 1; b <= shares.length; b++) {
    const counts = shares.slice(b - 1).map((share) => countOf(share, values.length));
    const count = counts.reduce((sum, n) => sum + n, 0);
    for (const index of firstIndices(keys, sorted, count)) bits[index] = b;
  }
  return bits;
}

/** `⌊share·n⌋`, where a share such as 0.1 is a little less in binary. */
function countOf(share: number, n: number): number {
  return Math.floor(share * n + 1e-9);
}

function sortKeys(values: Float32Array, order: BitOrder, seed: number): Float32Array {
  switch (order) {
    case "middle-out":
      return values.map(Math.abs);
    case "magnitude":
      return values.map((value) => -Math.abs(value));
    case "top-down":
      return values.map((value) => -value);
    case "bottom-up":
      return values;
    case "random":
      return pseudorandom(values.length, seed);
  }
}

/** Numbers in 0 … 1, of a hash of index and seed (the finalizer of MurmurHash3). */
function pseudorandom(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  });
}

/** Indices of the `count` least keys, of equal ones those with the least index. */
function firstIndices(keys: Float32Array, sorted: Float32Array, count: number): readonly number[] {
  const limit = sorted[count - 1] ?? Number.NEGATIVE_INFINITY;
  let ties = count - sorted.indexOf(limit);
  const indices: number[] = [];
  for (const [index, key] of keys.entries()) {
    if (key < limit || (key === limit && ties-- > 0)) indices.push(index);
  }
  return indices;
}
