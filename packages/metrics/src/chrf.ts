import { type ChrfOptions, chrfStatistics } from "./chrf-statistics.ts";
import { type References, referenceCount } from "./corpus.ts";
import { sumSegments } from "./segment-statistics.ts";

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
  const { segments, score } = chrfStatistics(hypotheses, references, options);
  const { characterOrder = 6, wordOrder = 0, beta = 2 } = options;
  const signature = [
    `nrefs:${referenceCount(references)}`,
    `case:${options.lowercase ? "lc" : "mixed"}`,
    "eff:yes",
    `nc:${characterOrder}`,
    `nw:${wordOrder}`,
    `space:${options.whitespace ? "yes" : "no"}`,
    "version:2.x",
  ].join("|");
  const name = `chrF${beta}${"+".repeat(wordOrder)}`;
  return { name, score: score(sumSegments(segments)), signature };
}
