import { withoutOverlaps } from "./overlap.ts";
import { type ProtectedSpan, spanOf, spansOfMatches } from "./span.ts";

const value =
  "(?:\"[^\"\\n]{0,200}\"|'[^'\\n]{0,200}'|<[^<>\\s]{1,60}>|[^\\s<>\"'`“”„«»‘’,;()[\\]{}|\\uE000-\\uF8FF]+)";
const longOption = new RegExp(
  `(?<![\\p{L}\\p{N}_\\p{Pd}+/])--[A-Za-z][A-Za-z0-9_-]*(?:=${value}|\\[=${value}\\])?`,
  "gu",
);
const shortOption =
  /(?<=(?:^|[\s([{|,=<>])["'“”„«»‘’`]?)-(?:[a-z]{1,3}|[A-Z])\d{0,4}(?![\p{L}\p{M}\p{N}_]|['’]\p{L}|-\p{L})/gu;
/** Longer words behind a single dash are options where they are quoted or begin the text; elsewhere they may be the
 *  second half of a compound (German "Dateien und -ordner"). */
const wordOption =
  /(?<=^|(?:^|[\s(])["'“”„«»‘`]|[[|])-[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?=$|["'”“»«’`\]|]|[=,:]?\s)/gu;

/** Finds options of a command line: `--option`, `--option=VALUE`, `-v`, `-rf`, `-O2`. */
export function findOptions(text: string): readonly ProtectedSpan[] {
  const long = Array.from(text.matchAll(longOption), ({ index, 0: match }) =>
    spanOf("option", index, index + match.replace(/[.:!?-]{1,3}$/, "").length),
  );
  return withoutOverlaps([
    long,
    spansOfMatches("option", text, shortOption),
    spansOfMatches("option", text, wordOption),
  ]);
}

/** `$HOME`, `${HOME}`, `$(HOME)`, `%PATH%`, `%PRODUCT`, `@name`; no amounts (`$5`). */
const variable =
  /(?<![\p{L}\p{N}$])\$(?:[A-Za-z_]\w*|\{[A-Z_][A-Z0-9_]{0,60}\})|(?<![\p{N}%])%[A-Za-z_][A-Za-z0-9_]{1,60}%(?!\p{L})|(?<![\p{N}%])%[A-Z][A-Z0-9_]{2,60}(?![\p{L}\p{N}_%])|\$\([A-Za-z_]\w{0,60}\)|(?<=^|[\s("'“„«»‘[])@[A-Za-z_]\w*/gu;

/** Finds variables of shells and templates. */
export function findVariables(text: string): readonly ProtectedSpan[] {
  return spansOfMatches("variable", text, variable);
}
