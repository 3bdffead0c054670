import { sentenceKey } from "./normalize-text.ts";
import { seededOrder } from "./seeded-rank.ts";
import type { ReferencedSentence, SentencePair } from "./sentence-pair.ts";

/** The sentences of one group, before they are split. */
export interface CorpusGroup {
  readonly name: string;
  /** Published splits, kept as they are. */
  readonly givenTrain: readonly ReferencedSentence[];
  readonly givenVal: readonly ReferencedSentence[];
  readonly givenTest: readonly ReferencedSentence[];
  /** Sentences to split here, each once, as `deduplicate` gives them. */
  readonly unsplit: readonly ReferencedSentence[];
  /** Most training pairs per sentence. */
  readonly translationsPerSentence: number;
}

export interface SplitOptions {
  readonly seed: number;
  /** Sentences of each group for validation, and as many for the test; at most a tenth of the group each. */
  readonly heldOut: number;
}

/** The splits of one group. */
export interface GroupSplits {
  readonly name: string;
  readonly train: readonly SentencePair[];
  readonly val: readonly ReferencedSentence[];
  readonly test: readonly ReferencedSentence[];
  /** Sentences left out of training, or out of validation, because another split holds them. */
  readonly overlapping: number;
}

/** Splits every group such that no source sentence stands in two splits, of the same or of different groups, whatever
 *  its case and spacing. Published test sentences win over published validation ones, both over training; the rest is
 *  drawn by the seed from sentences that no published split holds. The order of the sentences in `groups` does not
 *  matter; training pairs come out shuffled.
 *  @throws RangeError when `heldOut` is no integer ≥ 0. */
export function splitCorpus(groups: readonly CorpusGroup[], options: SplitOptions): GroupSplits[] {
  const { heldOut, seed } = options;
  if (!Number.isInteger(heldOut) || heldOut < 0) {
    throw new RangeError(`splitCorpus: heldOut must be an integer ≥ 0, got ${heldOut}`);
  }
  const test = keysOf(groups.flatMap((group) => group.givenTest));
  const val = keysOf(groups.flatMap((group) => group.givenVal));
  const taken = new Set([...test, ...val, ...keysOf(groups.flatMap((group) => group.givenTrain))]);
  const drawn = groups.map((group) => {
    const free = group.unsplit.filter(({ source }) => !taken.has(sentenceKey(source)));
    const count = Math.min(heldOut, Math.floor(free.length / 10));
    const order = seededOrder(free, seed, ({ source }) => sentenceKey(source));
    const splits = { test: order.slice(0, count), val: order.slice(count, 2 * count) };
    for (const key of keysOf(splits.test)) test.add(key);
    for (const key of keysOf(splits.val)) val.add(key);
    for (const key of keysOf(order.slice(0, 2 * count))) taken.add(key);
    return splits;
  });
  const inTraining = new Set<string>();
  return groups.map((group, index) => {
    const candidates = [...group.givenTrain, ...group.unsplit];
    const given = group.givenVal.filter(({ source }) => !test.has(sentenceKey(source)));
    const free = candidates.filter(({ source }) => {
      const key = sentenceKey(source);
      return !test.has(key) && !val.has(key);
    });
    const own = (drawn[index]?.test.length ?? 0) + (drawn[index]?.val.length ?? 0);
    return {
      name: group.name,
      train: trainingPairs(free, group.translationsPerSentence, seed, inTraining),
      val: [...given, ...(drawn[index]?.val ?? [])],
      test: [...group.givenTest, ...(drawn[index]?.test ?? [])],
      overlapping: candidates.length - free.length - own + group.givenVal.length - given.length,
    };
  });
}

/** Shuffled pairs that no group before had. */
function trainingPairs(
  sentences: readonly ReferencedSentence[],
  translationsPerSentence: number,
  seed: number,
  seen: Set<string>,
): SentencePair[] {
  const pairs: SentencePair[] = [];
  for (const { source, references } of sentences) {
    for (const target of references.slice(0, translationsPerSentence)) {
      const key = pairKey({ source: sentenceKey(source), target });
      if (seen.has(key)) continue;
      seen.add(key);
      pairs.push({ source, target });
    }
  }
  return seededOrder(pairs, seed, pairKey);
}

function pairKey({ source, target }: SentencePair): string {
  return `${source}\t${target}`;
}

function keysOf(sentences: readonly ReferencedSentence[]): Set<string> {
  return new Set(sentences.map(({ source }) => sentenceKey(source)));
}
