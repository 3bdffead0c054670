import { type ProtectedSpan, spanOf } from "./span.ts";

/** Finds words that no dictionary has: with an inner digit (`MP3`, `x86_64`, `ISO-8859-1`), an underscore (`file_name`),
 *  a capital behind a small letter (`getElementById`), and names of program parts (`main()`, `printf(3)`, `a::b`,
 *  `org.example.name`).
 *
 *  No identifiers are numbers with a unit or an ending ("10px", "1980s", "22nd") and labels with a mnemonic ("Sa_ve",
 *  "_File"): a single underscore before a letter in a short text that begins with a capital letter. */
export function findIdentifiers(text: string): readonly ProtectedSpan[] {
  const hasMnemonic = mayHaveMnemonic(text);
  const spans: ProtectedSpan[] = [];
  for (const match of text.matchAll(candidate)) {
    const { compound, call, scoped, word } = match.groups ?? {};
    const isFound =
      compound !== undefined ||
      call !== undefined ||
      scoped !== undefined ||
      (word !== undefined && isIdentifier(word, hasMnemonic));
    if (isFound) spans.push(spanOf("identifier", match.index, match.index + match[0].length));
  }
  return spans;
}

const candidate = new RegExp(
  "(?<![\\p{L}\\p{M}\\p{N}_])(?:" +
    [
      // UTF-8, ISO-8859-1, COVID-19, x86-64
      "(?<compound>(?:[A-Z][A-Za-z]{0,19}\\d{0,6}|(?:utf|iso|sha|x86))(?:-\\d{1,9}[A-Za-z]{0,3}){1,4}(?![\\p{L}\\p{N}_]|-\\p{N}))",
      "(?<call>[A-Za-z_][\\w.]{0,80}\\((?:\\)|\\d[a-z]{0,2}\\)))",
      "(?<scoped>[A-Za-z_]\\w{0,60}(?:::[A-Za-z_]\\w{0,60}){1,9}|[a-z]\\w{1,40}(?:\\.[A-Za-z]\\w{1,40}){2,9}(?![\\p{L}\\p{N}_]))",
      "(?<word>[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_]*)",
    ].join("|") +
    ")",
  "gu",
);

const numberWithEnding =
  /^(?![23]d$)\d+(?:st|nd|rd|th|s|e|er|en|es|te|ten|ter|tes|[kKMGTP]i?[bB]?(?:it|yte)?s?|[kMG]?Hz|[kKMG]?bps|px|pt|em|ex|pc|[cmkµ]?m|mm|ms|ns|min|h|d|x|bit|bits|in|ft|am|pm|dpi|ppi|fps|[kmµ]?[gVWA]|mAh|[kM]?cal|m[lL]|l|x\d+(?:x\d+)*)$/u;

function isIdentifier(word: string, hasMnemonic: boolean): boolean {
  if (/\p{N}/u.test(word) && /\p{L}/u.test(word)) return !numberWithEnding.test(word);
  if (/(?!ß)\p{Ll}\p{M}*\p{Lu}/u.test(word)) return true;
  const core = word.replace(/^_|_$/, "");
  if (!/\p{L}_+\p{L}/u.test(core)) return /^__+\p{L}/u.test(word);
  if (/_.*_/u.test(core) || /^[\p{Lu}_]{5,}$/u.test(core)) return true;
  return !hasMnemonic;
}

/** Labels are short, have no full stop and begin with a capital letter; file_name is none, nor a sentence about it. */
function mayHaveMnemonic(text: string): boolean {
  return (
    text.length <= 60 && /^[^\p{L}]{0,9}\p{Lu}/u.test(text) && !/[.!?]["')]*(?:\s|$)/.test(text)
  );
}
