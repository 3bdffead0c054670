import { checkCorpus, type References } from "./corpus.ts";
import { countWordNGrams, matchCount, totalCount } from "./n-grams.ts";
import type { SegmentStatistics } from "./segment-statistics.ts";
import { tokenize13a } from "./tokenizer-13a.ts";
import { splitWords } from "./whitespace.ts";

const MAXIMUM_ORDER = 4;
const ORDERS = [1, 2, 3, 4] as const;

/** Choices that change a BLEU score; the signature names each of them. */
export interface BleuOptions {
  /** `"13a"` (default) splits off punctuation as WMT does; `"none"` splits at white space only. */
  readonly tokenizer?: "13a" | "none";
  /** `"exp"` (default): the i-th precision without a match counts as half of the one before it,
   *  1/(2^i·total); `"none"`: it is 0, and so is the score. */
  readonly smoothing?: "exp" | "none";
  /** Compares lower-cased text; default false. */
  readonly lowercase?: boolean;
  /** Leaves out orders for which the hypotheses are too short: for single sentences; default false. */
  readonly effectiveOrder?: boolean;
}

/** Counts of the segments for BLEU, to be resampled: each row holds the hypothesis length, the
 *  reference length, then the matches and then the totals of n = 1 … 4.
 *  @throws TypeError and RangeError as `bleu` does. */
export function bleuStatistics(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): SegmentStatistics {
  checkCorpus("bleu", hypotheses, references);
  const { tokenizer = "13a", smoothing = "exp", lowercase = false } = options;
  checkOneOf("tokenizer", tokenizer, ["13a", "none"]);
  checkOneOf("smoothing", smoothing, ["exp", "none"]);
  const split = tokenizer === "13a" ? tokenize13a : splitWords;
  const tokens = (line: string): string[] => split(lowercase ? line.toLowerCase() : line);
  return {
    segments: hypotheses.map((hypothesis, i) =>
      countSegment(tokens(hypothesis), references[i].map(tokens)),
    ),
    score: (sums) => bleuOf(sums, options).score,
  };
}

/** BLEU from summed counts, with all that it is made of. */
export function bleuOf(
  sums: ArrayLike<number>,
  { smoothing = "exp", effectiveOrder = false }: BleuOptions,
): {
  readonly score: number;
  readonly precisions: number[];
  readonly brevityPenalty: number;
  readonly hypothesisLength: number;
  readonly referenceLength: number;
  readonly matches: number[];
  readonly totals: number[];
} {
  const [hypothesisLength, referenceLength] = [sums[0], sums[1]];
  const matches = ORDERS.map((n) => sums[1 + n]);
  const totals = ORDERS.map((n) => sums[1 + MAXIMUM_ORDER + n]);
  const brevityPenalty = brevityPenaltyOf(hypothesisLength, referenceLength);
  const precisions = precisionsOf(matches, totals, smoothing);
  const order = effectiveOrder ? totals.filter((total) => total > 0).length : MAXIMUM_ORDER;
  const ratios = precisions.slice(0, order).map((precision) => precision / 100);
  const score = 100 * brevityPenalty * geometricMean(ratios);
  const counts = { hypothesisLength, referenceLength, matches, totals };
  return { score, precisions, brevityPenalty, ...counts };
}

/** The signature names the choice, so it must be the one that was made. */
function checkOneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new RangeError(`bleu: ${name} must be one of ${choices.join(", ")}, got ${value}`);
}

function countSegment(
  hypothesis: readonly string[],
  references: readonly (readonly string[])[],
): number[] {
  const matches: number[] = [];
  const totals: number[] = [];
  for (const n of ORDERS) {
    const hypothesisCounts = countWordNGrams(hypothesis, n);
    const referenceCounts = new Map<string, number>();
    for (const reference of references) {
      for (const [key, count] of countWordNGrams(reference, n)) {
        referenceCounts.set(key, Math.max(count, referenceCounts.get(key) ?? 0));
      }
    }
    matches.push(matchCount(hypothesisCounts, referenceCounts));
    totals.push(totalCount(hypothesisCounts));
  }
  const lengths = references.map((reference) => reference.length);
  return [hypothesis.length, closestLength(hypothesis.length, lengths), ...matches, ...totals];
}

function closestLength(length: number, candidates: readonly number[]): number {
  return candidates.reduce((best, candidate) => {
    const gain = Math.abs(length - best) - Math.abs(length - candidate);
    return gain > 0 || (gain === 0 && candidate < best) ? candidate : best;
  });
}

function brevityPenaltyOf(hypothesisLength: number, referenceLength: number): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength > 0 ? Math.exp(1 - referenceLength / hypothesisLength) : 0;
}

/** Precisions in percent. */
function precisionsOf(
  matches: readonly number[],
  totals: readonly number[],
  smoothing: "exp" | "none",
): number[] {
  // Without a single match the precisions stay 0: smoothing is for missing orders only.
  if (matches.every((count) => count === 0)) return ORDERS.map(() => 0);
  let halvings = 1;
  return matches.map((count, i) => {
    if (totals[i] === 0) return 0;
    if (count > 0) return (100 * count) / totals[i];
    if (smoothing === "none") return 0;
    halvings *= 2;
    return 100 / (halvings * totals[i]);
  });
}

/** Of ratios rather than percentages: ln 1 is 0, so that a perfect score is 100 to the last bit. */
function geometricMean(ratios: readonly number[]): number {
  if (ratios.length === 0 || ratios.includes(0)) return 0;
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}
