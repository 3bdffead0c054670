import { withoutOverlaps } from "./overlap.ts";
import { type ProtectedSpan, spansOfMatches } from "./span.ts";

const patterns = [
  // Capital letters and digits in brackets: [X7X], [A1]; numbers in two pairs of them: [[1]].
  /\[[A-Z]{1,10}\d{1,10}[A-Z]{0,10}\]|\[\[\d{1,10}\]\]/g,
  // __PH_0__, @@1@@, ##NAME##, %%NAME%%
  /(?<![\p{L}\p{N}_])__[A-Za-z0-9]{1,40}(?:_[A-Za-z0-9]{1,40}){0,5}__(?![\p{L}\p{N}_])/gu,
  /([@#%])\1[A-Za-z0-9_]{1,40}\1\1/g,
  /⟦[^⟦⟧\n]{1,60}⟧|⟨\d{1,10}⟩|\{@\w{1,40}@\}/g,
  // A number between three of the same capital letter on either side: XXX1XXX.
  /(?<![\p{L}\p{N}])([A-Z])\1{2}\d{1,10}\1{3}(?![\p{L}\p{N}])/gu,
];

/** Finds marks that other tools put into a text in place of what they protect: `[X7X]`, `[[1]]`, `__PH_0__`, `⟦1⟧`,
 *  `{@1@}`, `XXX1XXX`. */
export function findMarks(text: string): readonly ProtectedSpan[] {
  return withoutOverlaps(patterns.map((pattern) => spansOfMatches("mark", text, pattern)));
}
