import type { CountedPair } from "./pair-heap.ts";

/** A distinct word as tokens, and how often it occurs. */
interface Word {
  tokens: number[];
  readonly count: number;
}

interface PairEntry {
  count: number;
  /** Indices of words that hold the pair, or held it once. */
  readonly words: Set<number>;
}

/** Token ids stay below this, so a pair has one integer key below 2⁵³. */
const keyStride = 2 ** 26;

/** All distinct words as token sequences, and the count of each adjacent pair in them. */
export class WordTable {
  readonly #words: Word[] = [];
  readonly #pairs = new Map<number, PairEntry>();

  constructor(wordCounts: ReadonlyMap<string, number>) {
    const encoder = new TextEncoder();
    for (const [text, count] of wordCounts) {
      const word = { tokens: Array.from(encoder.encode(text)), count };
      const index = this.#words.push(word) - 1;
      this.#count(word, index, word.count);
    }
  }

  /** Every pair with its count. */
  *pairs(): Generator<CountedPair> {
    for (const [key, { count }] of this.#pairs) {
      yield { left: Math.floor(key / keyStride), right: key % keyStride, count };
    }
  }

  countOf(left: number, right: number): number {
    return this.#pairs.get(left * keyStride + right)?.count ?? 0;
  }

  /** Replaces the pair by `token` in all words.
   *  @returns the pairs that hold `token`, with their counts. */
  merge(left: number, right: number, token: number): CountedPair[] {
    const entry = this.#pairs.get(left * keyStride + right);
    if (!entry) return [];
    const neighbours = new Set<number>();
    for (const index of entry.words) {
      const word = this.#words[index];
      const merged = mergePair(word.tokens, left, right, token);
      if (merged.length === word.tokens.length) continue;
      this.#count(word, index, -word.count);
      word.tokens = merged;
      this.#count(word, index, word.count);
      for (const key of pairKeys(merged)) {
        if (Math.floor(key / keyStride) === token || key % keyStride === token) neighbours.add(key);
      }
    }
    this.#pairs.delete(left * keyStride + right);
    return [...neighbours].map((key) => ({
      left: Math.floor(key / keyStride),
      right: key % keyStride,
      count: this.#pairs.get(key)?.count ?? 0,
    }));
  }

  #count(word: Word, index: number, change: number): void {
    for (const key of pairKeys(word.tokens)) {
      let entry = this.#pairs.get(key);
      if (!entry) {
        entry = { count: 0, words: new Set() };
        this.#pairs.set(key, entry);
      }
      entry.count += change;
      if (change > 0) entry.words.add(index);
    }
  }
}

function* pairKeys(tokens: readonly number[]): Generator<number> {
  for (let i = 1; i < tokens.length; i++) yield tokens[i - 1] * keyStride + tokens[i];
}

function mergePair(
  tokens: readonly number[],
  left: number,
  right: number,
  token: number,
): number[] {
  const merged: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      merged.push(token);
      i++;
    } else {
      merged.push(tokens[i]);
    }
  }
  return merged;
}
