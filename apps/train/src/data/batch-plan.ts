import { seededIntegers, shuffle } from "./seeded-shuffle.ts";
import { pairLength, type TokenPairs, targetTokens } from "./token-pairs.ts";

export interface BatchPlanOptions {
  /** Most positions (pairs × longest side) of a batch; a longer pair stands alone. */
  readonly batchTokens: number;
  readonly seed: number;
  /** Batches' worth of pairs that are sorted by length together: more pad less, fewer mix better. */
  readonly pool?: number;
}

/** All pairs of one epoch, cut into batches of pairs of similar length; inside a batch pairs grow longer.
 *
 *  The pairs are shuffled, sorted by length inside pools, cut, and the batches shuffled: each pair comes once, and the
 *  plan depends on nothing but the lengths, the seed and the epoch.
 *  @returns pair numbers, batch by batch. */
export function planEpoch(
  pairs: TokenPairs,
  epoch: number,
  { batchTokens, seed, pool = 64 }: BatchPlanOptions,
): readonly (readonly number[])[] {
  if (!Number.isInteger(batchTokens) || batchTokens < 1) {
    throw new RangeError(`planEpoch: batchTokens must be a positive integer, got ${batchTokens}`);
  }
  const integerBelow = seededIntegers(seed, epoch);
  const order = shuffle(
    Array.from({ length: pairs.count }, (_, pair) => pair),
    integerBelow,
  );
  const batches: number[][] = [];
  let positions = 0;
  let from = 0;
  for (const [index, pair] of order.entries()) {
    positions += pairLength(pairs, pair);
    if (positions < pool * batchTokens && index + 1 < order.length) continue;
    batches.push(...cutPool(pairs, order.slice(from, index + 1), batchTokens));
    from = index + 1;
    positions = 0;
  }
  const shuffled = shuffle([...batches.keys()], integerBelow);
  return shuffled.map((index) => batches[index]);
}

/** Sorts by length and cuts into batches. Array sorting is stable, so equal lengths stay shuffled. */
function cutPool(pairs: TokenPairs, pool: number[], batchTokens: number): number[][] {
  const sorted = pool.sort(
    (a, b) =>
      pairLength(pairs, a) - pairLength(pairs, b) ||
      targetTokens(pairs, a) - targetTokens(pairs, b),
  );
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const pair of sorted) {
    if (batch.length > 0 && (batch.length + 1) * pairLength(pairs, pair) > batchTokens) {
      batches.push(batch);
      batch = [];
    }
    batch.push(pair);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
