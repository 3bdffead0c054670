/** How often each n-gram occurs, keyed by its text. */
export type NGramCounts = ReadonlyMap<string, number>;

/** Counts the runs of `order` consecutive words; the key joins them with a space, which no word has. */
export function countWordNGrams(words: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + order <= words.length; i++) {
    increment(counts, words.slice(i, i + order).join(" "));
  }
  return counts;
}

/** Counts the runs of `order` consecutive Unicode code points. */
export function countCharacterNGrams(line: string, order: number): Map<string, number> {
  const counts = new Map<string, number>();
  const starts = codePointStarts(line);
  for (let i = 0; i + order < starts.length; i++) {
    increment(counts, line.slice(starts[i], starts[i + order]));
  }
  return counts;
}

/** Number of n-grams, repetitions included. */
export function totalCount(counts: NGramCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** Σ over the n-grams of min(count in a, count in b). */
export function matchCount(a: NGramCounts, b: NGramCounts): number {
  let matches = 0;
  for (const [key, count] of a) matches += Math.min(count, b.get(key) ?? 0);
  return matches;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Where each code point starts, and the length of the line as the last entry. */
function codePointStarts(line: string): number[] {
  const starts: number[] = [];
  let next = 0;
  for (const character of line) {
    starts.push(next);
    next += character.length;
  }
  starts.push(next);
  return starts;
}
