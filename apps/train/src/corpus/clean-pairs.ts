import type { CleaningRule, CleaningRuleName } from "./cleaning-rules.ts";
import { normalizeText } from "./normalize-text.ts";
import type { SentencePair } from "./sentence-pair.ts";

/** How many pairs each rule refused, rules that refused none included. */
export type DropCounts = Partial<Record<CleaningRuleName, number>>;

/** Normalizes pairs and leaves out those that a rule refuses.
 *  @returns the pairs kept, in order, and how many the first refusing rule dropped. */
export function cleanPairs(
  pairs: Iterable<SentencePair>,
  rules: readonly CleaningRule[],
): { readonly kept: SentencePair[]; readonly dropped: DropCounts } {
  const dropped: DropCounts = {};
  for (const { name } of rules) dropped[name] = 0;
  const kept: SentencePair[] = [];
  for (const { source, target } of pairs) {
    const pair = { source: normalizeText(source), target: normalizeText(target) };
    const refusing = rules.find((rule) => !rule.keeps(pair));
    if (refusing === undefined) kept.push(pair);
    else dropped[refusing.name] = (dropped[refusing.name] ?? 0) + 1;
  }
  return { kept, dropped };
}
