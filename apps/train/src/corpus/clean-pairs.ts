import type { CleaningRule, CleaningRuleName } from "./cleaning-rules.ts";
import { normalizeText } from "./normalize-text.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** How many pairs each rule refused, rules that refused none included. */
export type DropCounts = Partial<Record<CleaningRuleName, number>>;

/** The first pairs that each rule refused, normalized; no rule that refused none. */
export type DroppedExamples = Partial<Record<CleaningRuleName, readonly SentencePair[]>>;

/** What cleaning left, and what it took. */
export interface CleanedPairs {
  /** In the order given. */
  readonly kept: SentencePair[];
  /** A pair counts under the first rule that refused it. */
  readonly dropped: DropCounts;
  readonly examples: DroppedExamples;
}

const examplesPerRule = 3;

/** Normalizes pairs and leaves out those that a rule refuses. */
export function cleanPairs(
  pairs: Iterable<SentencePair>,
  rules: readonly CleaningRule[],
): CleanedPairs {
  const kept: SentencePair[] = [];
  const refused = rules.map(({ name }) => ({ name, count: 0, examples: [] as SentencePair[] }));
  for (const { source, target } of pairs) {
    const pair = { source: normalizeText(source), target: normalizeText(target) };
    const refusing = refused[rules.findIndex((rule) => !rule.keeps(pair))];
    if (refusing === undefined) {
      kept.push(pair);
      continue;
    }
    refusing.count += 1;
    if (refusing.count <= examplesPerRule) refusing.examples.push(pair);
  }
  const dropped: DropCounts = {};
  const examples: DroppedExamples = {};
  for (const { name, count, examples: first } of refused) {
    dropped[name] = count;
    if (count > 0) examples[name] = first;
  }
  return { kept, dropped, examples };
}
