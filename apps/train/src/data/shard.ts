import type { Batch } from "@bnnkit/transformer";
import { pairLength, type TokenPairs } from "./token-pairs.ts";
import { rowLength, rowOf, type TokenRows } from "./token-rows.ts";

/** Cuts a batch into at most `shards` runs of pairs with about equally many positions each, none empty.
 *  @param batch  pair numbers, sorted by length so that a run pads little */
export function cutShards(
  pairs: TokenPairs,
  batch: readonly number[],
  shards: number,
): readonly (readonly number[])[] {
  const lengths = batch.map((pair) => pairLength(pairs, pair));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const runs: number[][] = Array.from({ length: Math.min(shards, batch.length) }, () => []);
  let before = 0;
  for (const [index, pair] of batch.entries()) {
    const middle = before + lengths[index] / 2;
    const byTokens = Math.floor((middle / total) * runs.length);
    // Leave at least one pair for every run after this one, and none of the runs before it empty.
    const least = runs.length - (batch.length - index);
    const most = runs.findIndex((run) => run.length === 0);
    const upper = most < 0 ? runs.length - 1 : most;
    runs[Math.min(Math.max(byTokens, least, 0), upper)].push(pair);
    before += lengths[index];
  }
  return runs;
}

/** The padded batch of some pairs. */
export function assembleBatch(
  pairs: TokenPairs,
  numbers: readonly number[],
  padding: number,
): Batch {
  const source = padRows(pairs.source, numbers, padding);
  const target = padRows(pairs.target, numbers, padding);
  return {
    source: source.ids,
    sourceLength: source.length,
    target: target.ids,
    targetLength: target.length,
    size: numbers.length,
    padding,
  };
}

function padRows(
  rows: TokenRows,
  numbers: readonly number[],
  padding: number,
): { readonly ids: Int32Array; readonly length: number } {
  const length = numbers.reduce((longest, row) => Math.max(longest, rowLength(rows, row)), 0);
  const ids = new Int32Array(numbers.length * length).fill(padding);
  for (const [index, row] of numbers.entries()) ids.set(rowOf(rows, row), index * length);
  return { ids, length };
}
