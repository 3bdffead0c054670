import { type CountedPair, PairHeap } from "./pair-heap.ts";
import { WordTable } from "./word-table.ts";

/** What the trainer may do. */
export interface BytePairOptions {
  /** Tokens wanted beside the 256 bytes; fewer come out when no pair is left that occurs `minimumCount` times. */
  readonly tokens: number;
  /** A pair must occur this often to be merged. Default 2. */
  readonly minimumCount?: number;
}

/** What was learnt. Token ids 0 … 255 are the bytes. */
export interface BytePairs {
  /** The bytes of token 256 + i, as a string with one character U+0000 … U+00FF per byte. */
  readonly tokens: readonly string[];
  /** Pairs of token ids in the order of their merges. Two merges may make the same token. */
  readonly merges: readonly (readonly [left: number, right: number])[];
}

/** Byte-pair encoding: merges the most frequent adjacent pair again and again.
 *
 *  Counts are kept up to date word by word (a heap with outdated entries that are pushed back), so a merge costs
 *  what the words that hold it cost. Equal counts: the pair with the lower ids wins, so the result depends on the counts
 *  alone, not on their order. Sennrich, Haddow and Birch 2016, https://arxiv.org/abs/1508.07909, §3.2.
 *  @param wordCounts  pre-tokens (see `countWords`) and how often each occurs
 *  @throws RangeError if `tokens` or `minimumCount` is out of range. */
export function trainBytePairs(
  wordCounts: ReadonlyMap<string, number>,
  { tokens: wanted, minimumCount = 2 }: BytePairOptions,
): BytePairs {
  checkCount("tokens", wanted, 0);
  checkCount("minimumCount", minimumCount, 1);
  const table = new WordTable(wordCounts);
  const heap = new PairHeap();
  for (const pair of table.pairs()) heap.push(pair);
  const spellings = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  const ids = new Map(spellings.map((spelling, id) => [spelling, id]));
  const merges = new Map<string, readonly [number, number]>();
  while (spellings.length < 256 + wanted) {
    const pair = popCurrent(heap, table);
    if (pair === undefined || pair.count < minimumCount) break;
    const { left, right } = pair;
    const spelling = spellings[left] + spellings[right];
    const token = ids.get(spelling) ?? spellings.push(spelling) - 1;
    ids.set(spelling, token);
    // A pair can come back when another merge makes one of its tokens; its first merge covers that.
    const name = `${left} ${right}`;
    if (!merges.has(name)) merges.set(name, [left, right]);
    for (const created of table.merge(left, right, token)) heap.push(created);
  }
  return { tokens: spellings.slice(256), merges: [...merges.values()] };
}

/** The most frequent pair. A popped entry whose count has fallen since goes back with its true count. */
function popCurrent(heap: PairHeap, table: WordTable): CountedPair | undefined {
  for (;;) {
    const pair = heap.pop();
    if (pair === undefined) return undefined;
    const count = table.countOf(pair.left, pair.right);
    if (count === pair.count) return pair;
    if (count > 0 && count < pair.count) heap.push({ ...pair, count });
  }
}

function checkCount(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`trainBytePairs: ${name} must be an integer ≥ ${least}, got ${value}`);
  }
}
