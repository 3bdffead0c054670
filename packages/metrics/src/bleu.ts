import { checkCorpus, type References, referenceCount } from "./corpus.ts";
import { countWordNGrams, matchCount, totalCount } from "./n-grams.ts";
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

/** A BLEU score and what it is made of; arrays are by n-gram order 1 … 4. */
export interface BleuResult {
  /** 0 … 100. */
  readonly score: number;
  /** How the score was computed, in sacreBLEU's form. */
  readonly signature: string;
  /** Smoothed n-gram precisions in percent. */
  readonly precisions: readonly number[];
  /** exp(1 − reference length/hypothesis length) if the hypotheses are shorter, else 1. */
  readonly brevityPenalty: number;
  /** Tokens of all hypotheses. */
  readonly hypothesisLength: number;
  /** Tokens of the references closest in length, the shorter one if two are equally close. */
  readonly referenceLength: number;
  /** Matched n-grams, each at most as often as in the reference that has most of it. */
  readonly matches: readonly number[];
  /** n-grams of the hypotheses. */
  readonly totals: readonly number[];
}

/** Corpus BLEU: `BP · exp(¼ Σ_n ln p_n)`, n = 1 … 4, with p_n the clipped n-gram precision in percent.
 *
 *  Papineni et al. 2002, https://aclanthology.org/P02-1040, §2; smoothing: Chen and Cherry 2014,
 *  https://aclanthology.org/W14-3346, smoothing 3; conventions as in sacreBLEU: Post 2018,
 *  https://arxiv.org/abs/1804.08771.
 *  @param hypotheses  one translation per segment.
 *  @param references  one or more references per segment.
 *  @throws TypeError for anything but strings, RangeError for no segment, unequal lengths or a segment
 *  without a reference or an option that there is not. */
export function bleu(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): BleuResult {
  checkCorpus("bleu", hypotheses, references);
  const {
    tokenizer = "13a",
    smoothing = "exp",
    lowercase = false,
    effectiveOrder = false,
  } = options;
  checkOneOf("tokenizer", tokenizer, ["13a", "none"]);
  checkOneOf("smoothing", smoothing, ["exp", "none"]);
  const split = tokenizer === "13a" ? tokenize13a : splitWords;
  const tokens = (line: string): string[] => split(lowercase ? line.toLowerCase() : line);

  const counts: Counts = {
    hypothesisLength: 0,
    referenceLength: 0,
    matches: ORDERS.map(() => 0),
    totals: ORDERS.map(() => 0),
  };
  hypotheses.forEach((hypothesis, i) => {
    addSegment(counts, tokens(hypothesis), references[i].map(tokens));
  });

  const brevityPenalty = brevityPenaltyOf(counts);
  const precisions = precisionsOf(counts, smoothing);
  const signature = [
    `nrefs:${referenceCount(references)}`,
    `case:${lowercase ? "lc" : "mixed"}`,
    `eff:${effectiveOrder ? "yes" : "no"}`,
    `tok:${tokenizer}`,
    `smooth:${smoothing}`,
    "version:2.x",
  ].join("|");
  const order = effectiveOrder ? counts.totals.filter((total) => total > 0).length : MAXIMUM_ORDER;
  const score = scoreOf(counts, precisions.slice(0, order), brevityPenalty);
  return { score, signature, precisions, brevityPenalty, ...counts };
}

/** The signature names the choice, so it must be the one that was made. */
function checkOneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new RangeError(`bleu: ${name} must be one of ${choices.join(", ")}, got ${value}`);
}

interface Counts {
  hypothesisLength: number;
  referenceLength: number;
  readonly matches: number[];
  readonly totals: number[];
}

function addSegment(
  counts: Counts,
  hypothesis: readonly string[],
  references: readonly (readonly string[])[],
): void {
  counts.hypothesisLength += hypothesis.length;
  counts.referenceLength += closestLength(
    hypothesis.length,
    references.map((reference) => reference.length),
  );
  for (const n of ORDERS) {
    const hypothesisCounts = countWordNGrams(hypothesis, n);
    const referenceCounts = new Map<string, number>();
    for (const reference of references) {
      for (const [key, count] of countWordNGrams(reference, n)) {
        referenceCounts.set(key, Math.max(count, referenceCounts.get(key) ?? 0));
      }
    }
    counts.matches[n - 1] += matchCount(hypothesisCounts, referenceCounts);
    counts.totals[n - 1] += totalCount(hypothesisCounts);
  }
}

function closestLength(length: number, candidates: readonly number[]): number {
  return candidates.reduce((best, candidate) => {
    const gain = Math.abs(length - best) - Math.abs(length - candidate);
    return gain > 0 || (gain === 0 && candidate < best) ? candidate : best;
  });
}

function brevityPenaltyOf({ hypothesisLength, referenceLength }: Counts): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength > 0 ? Math.exp(1 - referenceLength / hypothesisLength) : 0;
}

function precisionsOf({ matches, totals }: Counts, smoothing: "exp" | "none"): number[] {
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

function scoreOf({ matches }: Counts, precisions: readonly number[], penalty: number): number {
  if (matches.every((count) => count === 0) || precisions.includes(0)) return 0;
  const logarithms = precisions.map((precision) => Math.log(precision));
  return penalty * Math.exp(logarithms.reduce((a, b) => a + b) / precisions.length);
}
