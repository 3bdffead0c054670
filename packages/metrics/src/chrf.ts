import { checkCorpus, type References, referenceCount } from "./corpus.ts";
import {
  countCharacterNGrams,
  countWordNGrams,
  matchCount,
  type NGramCounts,
  totalCount,
} from "./n-grams.ts";
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

/** A chrF score. */
export interface ChrfResult {
  /** `chrF2`, `chrF2++` …: beta, and one + per word order. */
  readonly name: string;
  /** 0 … 100. */
  readonly score: number;
  /** How the score was computed, in sacreBLEU's form. */
  readonly signature: string;
}

/** Corpus chrF: `100·(1 + β²)·P·R/(β²·P + R)`, with P and R the precision and recall of character (and
 *  word) n-grams, each the mean over the orders that occur in hypotheses and references.
 *
 *  Of several references a segment counts the one with the highest score, the first of equals.
 *  Popović 2015, https://aclanthology.org/W15-3049; chrF++: Popović 2017,
 *  https://aclanthology.org/W17-4770; conventions as in sacreBLEU: Post 2018,
 *  https://arxiv.org/abs/1804.08771.
 *  @param hypotheses  one translation per segment.
 *  @param references  one or more references per segment.
 *  @throws TypeError for anything but strings, RangeError for no segment, unequal lengths, a segment
 *  without a reference, orders that are no integers (characters ≥ 1, words ≥ 0) or beta ≤ 0. */
export function chrf(
  hypotheses: readonly string[],
  references: References,
  options: ChrfOptions = {},
): ChrfResult {
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
  let total: OrderCounts[] = Array.from({ length: characterOrder + wordOrder }, () => noCounts);
  hypotheses.forEach((hypothesis, i) => {
    const best = bestReference(
      countAllOrders(hypothesis, settings),
      references[i].map((reference) => countAllOrders(reference, settings)),
      beta,
    );
    total = total.map((sum, order) => addCounts(sum, best[order]));
  });
  const signature = [
    `nrefs:${referenceCount(references)}`,
    `case:${lowercase ? "lc" : "mixed"}`,
    "eff:yes",
    `nc:${characterOrder}`,
    `nw:${wordOrder}`,
    `space:${whitespace ? "yes" : "no"}`,
    "version:2.x",
  ].join("|");
  return { name: `chrF${beta}${"+".repeat(wordOrder)}`, score: scoreOf(total, beta), signature };
}

/** n-grams of one order: in the hypothesis, in the reference, in both. */
interface OrderCounts {
  readonly hypothesis: number;
  readonly reference: number;
  readonly matches: number;
}

const noCounts: OrderCounts = { hypothesis: 0, reference: 0, matches: 0 };

function addCounts(a: OrderCounts, b: OrderCounts): OrderCounts {
  return {
    hypothesis: a.hypothesis + b.hypothesis,
    reference: a.reference + b.reference,
    matches: a.matches + b.matches,
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
): readonly OrderCounts[] {
  const candidates = references.map((reference) =>
    reference.map((counts, order) => compareOrder(hypothesis[order], counts)),
  );
  const scores = candidates.map((candidate) => scoreOf(candidate, beta));
  return candidates[scores.indexOf(Math.max(...scores))];
}

function compareOrder(hypothesis: NGramCounts, reference: NGramCounts): OrderCounts {
  return {
    // An order that the reference is too short for does not count against the hypothesis.
    hypothesis: reference.size > 0 ? totalCount(hypothesis) : 0,
    reference: totalCount(reference),
    matches: matchCount(hypothesis, reference),
  };
}

function scoreOf(orders: readonly OrderCounts[], beta: number): number {
  const effective = orders.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  if (effective.length === 0) return 0;
  let precision = 0;
  let recall = 0;
  for (const { hypothesis, reference, matches } of effective) {
    precision += matches / hypothesis;
    recall += matches / reference;
  }
  precision /= effective.length;
  recall /= effective.length;
  if (precision + recall === 0) return 0;
  const weight = beta ** 2;
  return (100 * ((1 + weight) * precision * recall)) / (weight * precision + recall);
}

function checkOrder(name: string, order: number, minimum: number): void {
  if (!Number.isInteger(order) || order < minimum) {
    throw new RangeError(`chrf: ${name} must be an integer ≥ ${minimum}, got ${order}`);
  }
}
