import { checkCorpus, type References } from "./corpus.ts";
import {
  countCharacterNGrams,
  countWordNGrams,
  matchCount,
  type NGramCounts,
  totalCount,
} from "./n-grams.ts";
import type { SegmentStatistics } from "./segment-statistics.ts";
import { removeWhitespace, splitWords } from "./whitespace.ts";

/** Choices that change a chrF score; the signature names each of them but `beta`, which the name has. */
export interface ChrfOptions {
  /** Longest character n-gram; default 6. */
  readonly characterOrder?: number;
  /** Longest word n-gram: 0 (default) is chrF, 2 is chrF++. */
  readonly wordOrder?: number;
  /** How much more recall weighs than precision; default 2. */
  readonly beta?: number;
  /** Compares lower-cased text; default false. */
  readonly lowercase?: boolean;
  /** Keeps white space in the character n-grams; default false. */
  readonly whitespace?: boolean;
}

/** Counts of the segments for chrF, to be resampled: each row holds three counts per order, characters
 *  before words: n-grams of the hypothesis, of the reference with the highest score, and of both.
 *  @throws TypeError and RangeError as `chrf` does. */
export function chrfStatistics(
  hypotheses: readonly string[],
  references: References,
  options: ChrfOptions = {},
): SegmentStatistics {
  checkCorpus("chrf", hypotheses, references);
  const {
    characterOrder = 6,
    wordOrder = 0,
    beta = 2,
    lowercase = false,
    whitespace = false,
  } = options;
  const settings = { characterOrder, wordOrder, lowercase, whitespace };
  checkOrder("characterOrder", characterOrder, 1);
  checkOrder("wordOrder", wordOrder, 0);
  if (!(beta > 0 && beta < Infinity)) {
    throw new RangeError(`chrf: beta must be a positive number, got ${beta}`);
  }
  return {
    segments: hypotheses.map((hypothesis, i) =>
      bestReference(
        countAllOrders(hypothesis, settings),
        references[i].map((reference) => countAllOrders(reference, settings)),
        beta,
      ),
    ),
    score: (sums) => scoreOf(sums, beta),
  };
}

function countAllOrders(
  line: string,
  { characterOrder, wordOrder, lowercase, whitespace }: Required<Omit<ChrfOptions, "beta">>,
): NGramCounts[] {
  const text = lowercase ? line.toLowerCase() : line;
  const characters = whitespace ? text : removeWhitespace(text);
  const words = wordOrder > 0 ? splitWords(text).flatMap(splitPunctuation) : [];
  return [
    ...Array.from({ length: characterOrder }, (_, i) => countCharacterNGrams(characters, i + 1)),
    ...Array.from({ length: wordOrder }, (_, i) => countWordNGrams(words, i + 1)),
  ];
}

const punctuationAtEnd = /^(.+)([!-/:-@[-`{-~])$/su;
const punctuationAtStart = /^([!-/:-@[-`{-~])(.+)$/su;

/** Splits one ASCII punctuation mark off the end of a word or else off its start, never both. */
function splitPunctuation(word: string): string[] {
  const parts = punctuationAtEnd.exec(word) ?? punctuationAtStart.exec(word);
  return parts === null ? [word] : parts.slice(1);
}

function bestReference(
  hypothesis: readonly NGramCounts[],
  references: readonly (readonly NGramCounts[])[],
  beta: number,
): readonly number[] {
  const candidates = references.map((reference) =>
    reference.flatMap((counts, order) => compareOrder(hypothesis[order], counts)),
  );
  const scores = candidates.map((candidate) => scoreOf(candidate, beta));
  return candidates[scores.indexOf(Math.max(...scores))];
}

function compareOrder(hypothesis: NGramCounts, reference: NGramCounts): number[] {
  return [
    // An order that the reference is too short for does not count against the hypothesis.
    reference.size > 0 ? totalCount(hypothesis) : 0,
    totalCount(reference),
    matchCount(hypothesis, reference),
  ];
}

function scoreOf(counts: ArrayLike<number>, beta: number): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let i = 0; i < counts.length; i += 3) {
    const [hypothesis, reference, matches] = [counts[i], counts[i + 1], counts[i + 2]];
    if (hypothesis === 0 || reference === 0) continue;
    precision += matches / hypothesis;
    recall += matches / reference;
    orders++;
  }
  if (precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  const weight = beta ** 2;
  // The factor 100 stands outside: x/x is exactly 1, 100·x/x need not be 100.
  return 100 * (((1 + weight) * precision * recall) / (weight * precision + recall));
}

function checkOrder(name: string, order: number, minimum: number): void {
  if (!Number.isInteger(order) || order < minimum) {
    throw new RangeError(`chrf: ${name} must be an integer ≥ ${minimum}, got ${order}`);
  }
}
