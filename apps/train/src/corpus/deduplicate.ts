import { sentenceKey } from "./normalize-text.ts";
import { seededRank } from "./seeded-rank.ts";
import type { ReferencedSentence, SentencePair } from "./sentence-pair.ts";

/** Groups pairs by their source sentence, whatever its case, and its translations by their exact text.
 *  Of the spellings of a source the most frequent stays; translations stand from the most to the least frequent, ties
 *  in an order drawn by the seed. So the result depends on the multiset of pairs, not on their order.
 *  @returns sentences by {@link sentenceKey}, in no order that means anything. */
export function deduplicate(
  pairs: Iterable<SentencePair>,
  seed: number,
): Map<string, ReferencedSentence> {
  const groups = new Map<string, { sources: Counts; targets: Counts }>();
  for (const { source, target } of pairs) {
    const key = sentenceKey(source);
    let group = groups.get(key);
    if (group === undefined) {
      group = { sources: new Map(), targets: new Map() };
      groups.set(key, group);
    }
    increment(group.sources, source);
    increment(group.targets, target);
  }
  const sentences = new Map<string, ReferencedSentence>();
  for (const [key, { sources, targets }] of groups) {
    const [source = ""] = byFrequency(sources, seed);
    sentences.set(key, { source, references: byFrequency(targets, seed) });
  }
  return sentences;
}

type Counts = Map<string, number>;

function increment(counts: Counts, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

function byFrequency(counts: Counts, seed: number): string[] {
  if (counts.size === 1) return [...counts.keys()];
  return Array.from(counts, ([text, count]) => ({ text, count, rank: seededRank(seed, text) }))
    .sort((a, b) => b.count - a.count || (a.rank < b.rank ? -1 : 1))
    .map(({ text }) => text);
}
