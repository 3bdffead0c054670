import { type BleuOptions, bleuOf, bleuStatistics } from "./bleu-statistics.ts";
import { type References, referenceCount } from "./corpus.ts";
import { sumSegments } from "./segment-statistics.ts";

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
  const { segments } = bleuStatistics(hypotheses, references, options);
  const { tokenizer = "13a", smoothing = "exp" } = options;
  const signature = [
    `nrefs:${referenceCount(references)}`,
    `case:${options.lowercase ? "lc" : "mixed"}`,
    `eff:${options.effectiveOrder ? "yes" : "no"}`,
    `tok:${tokenizer}`,
    `smooth:${smoothing}`,
    "version:2.x",
  ].join("|");
  return { ...bleuOf(sumSegments(segments), options), signature };
}
