import { type ProtectedSpan, spansOfMatches } from "./span.ts";

/** Finds names that are not to be translated, as whole words and in the given case; the longest of several that start
 *  at one place. */
export function findTerms(text: string, terms: readonly string[]): readonly ProtectedSpan[] {
  const present = terms.filter((term) => term !== "" && text.includes(term));
  if (present.length === 0) return [];
  const choices = present
    .toSorted((a, b) => b.length - a.length)
    .map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const pattern = `(?<![\\p{L}\\p{M}\\p{N}_])(?:${choices.join("|")})(?![\\p{L}\\p{M}\\p{N}_])`;
  return spansOfMatches("term", text, new RegExp(pattern, "gu"));
}
