import { withoutOverlaps } from "./overlap.ts";
import { type ProtectedSpan, type SpanRole, spanOf, spansOfMatches } from "./span.ts";

/** Finds what a program replaces by a value: directives of C, Python and Qt (`%s`, `%1$d`, `%(name)s`, `%1`), names
 *  in braces (`{0}`, `{name}`, `{{x}}`, `${x}`, `{ $name }`) and with signs (`$1`, `$NAME$`, `@name@`, `#page#`); with the brackets of an address around it (`<%s>`). */
export function findFormatDirectives(text: string): readonly ProtectedSpan[] {
  const spans = withoutOverlaps([
    findPercentDirectives(text),
    findPercentNames(text),
    findBraces(text),
    spansOfMatches("format", text, signedNames),
  ]);
  return spans.map((span) => {
    const { start, end } = span;
    const isEnclosed = text[start - 1] === "<" && text[end] === ">";
    return isEnclosed ? { ...span, start: start - 1, end: end + 1 } : span;
  });
}

const signedNames = new RegExp(
  [
    // $1 … $9 unless it is an amount ($1.50, $20), $NAME$, $(ARG1)
    "(?<![\\p{Lu}\\p{N}$])\\$[1-9](?!\\d|[.,]\\d)|\\$[A-Za-z][A-Za-z0-9_]{0,60}\\$|\\$\\([\\w.]{1,60}\\)",
    // @name@, @0@, #page#, %PRODUCTNAME
    "(?<![\\w.])@[A-Za-z0-9][\\w.-]{0,60}@(?!\\w)|#\\p{L}[\\p{L}\\d_]{0,40}#|%[A-Z][A-Z_\\d]{2,40}(?![\\p{L}%])",
    // The quotation marks %< and %> of GCC, ~a and ~s of Lisp
    "(?<!\\d\\s?)%[<>](?!PRI)|(?<![\\w/~])~[asdAS](?![\\p{L}\\d])",
  ].join("|"),
  "gu",
);

const percent = new RegExp(
  [
    "%%",
    "%L[1-9]\\d?(?!\\d)",
    "%(?:\\((?<name>[\\w.: -]{1,60})\\)|(?<place>\\d{1,3})\\$)?(?<flags>[-+ #0'_^]{0,5})" +
      "(?<width>\\d{1,4}|\\*(?:\\d{1,2}\\$)?)?(?<precision>\\.(?:\\d{1,4}|\\*(?:\\d{1,2}\\$)?)?)?" +
      "(?<length>hh|h|ll|l|[Lqjztw]|I64|I32)?(?:(?<conversion>[A-Za-z@])|<PRI(?<macro>[diouxX])\\w{0,8}>)",
    "%[1-9]\\d?(?!\\d)",
  ].join("|"),
  "g",
);

/** Directives that start with a per cent sign.
 *
 *  A letter behind the sign is taken for a directive if no other letter follows: "%discount" and "100%ig" are prose.
 *  A letter may follow `%s` unless a number stands before it, `%d`, `%i` and `%u` if it is a capital letter or a short
 *  unit (`%dpx`, `%ds`), and directives with a place, a width or a precision. With the flag " " only `% d`, `% i` and `% f` count, and not behind a
 *  number ("50 % der"). `%1` … `%99` are Qt's; where a text has `%1`, the letter in `%2d` is text. */
function findPercentDirectives(text: string): readonly ProtectedSpan[] {
  const countsPlaces = /%L?1(?![\d$.])/.test(text);
  const spans: ProtectedSpan[] = [];
  for (const match of text.matchAll(percent)) {
    const span = percentDirective(text, match, countsPlaces);
    if (span !== undefined) spans.push(span);
  }
  return spans;
}

const percentNames = /(?<![\p{L}\p{N}%])%[a-z][a-z_]{2,40}(?![\p{L}\p{N}%])/gu;

/** The names of a pattern (`%year`, `%title`), where a text has three or more that are not `%s` or a number with letters behind it. */
function findPercentNames(text: string): readonly ProtectedSpan[] {
  const names = spansOfMatches("format", text, percentNames);
  const certain = names.filter(({ start }) => !/[sdiu]/.test(text[start + 1]));
  return certain.length >= 3 ? names : [];
}

function percentDirective(
  text: string,
  match: RegExpExecArray,
  countsPlaces: boolean,
): ProtectedSpan | undefined {
  const start = match.index;
  const end = start + match[0].length;
  const { name, place, flags = "", width, precision, conversion, macro } = match.groups ?? {};
  const letter = conversion ?? macro;
  if (letter === undefined) return spanOf("format", start, end);
  const isPlain = name === undefined && place === undefined && precision === undefined;
  if (countsPlaces && !name && !place && flags === "" && width && /^[1-9]/.test(width)) {
    return spanOf("format", start, start + 1 + width.length);
  }
  const isPrintf = /[diouxXeEfFgGaAcsCSpnm@]/.test(letter);
  const isArgument = isPrintf && letter !== "m";
  const role: SpanRole = /[diufFeEgGn]/.test(letter) ? "number" : "value";
  const span = spanOf("format", start, end, role, isArgument && name === undefined && !place);
  if (macro !== undefined) return span;
  if (!isPlain) return isPrintf ? span : undefined;

  const isWordBehind = /^\p{L}/u.test(text.slice(end, end + 2));
  const isBehindNumber = /\d[\s\u202F]?$/.test(text.slice(Math.max(0, start - 2), start));
  if (flags.includes(" ")) {
    return isBehindNumber || isWordBehind || !/[dif]/.test(letter) ? undefined : span;
  }
  if (width !== undefined) return isPrintf ? span : undefined;
  if (isBehindNumber && flags !== "") return undefined;
  if (!isWordBehind) return span;
  if (letter === "s") return isBehindNumber ? undefined : span;
  return /[diu]/.test(letter) && unit.test(text.slice(end, end + 6)) ? span : undefined;
}

const unit =
  /^(?:\p{Lu}|(?:s|x|px|pt|ms|h|m|min|sec|k|kb|th|st|nd|rd|bit|fps|dpi|mm|cm|km|d|w|y|e|er|es|en)(?!\p{L}))/u;

const padding = "\\s{0,3}";
const braces = new RegExp(
  [
    // Mustache, Jinja: {{ user.name }}, {{{x}}}; no alternatives ("{{PLURAL:$1|one|many}}").
    "\\{\\{\\{?[^{}|\\n]{1,100}\\}\\}\\}?",
    // Fluent: { $name }, { -brand-name }, { DATETIME($date, month: "long") }, { "" }
    `\\{${padding}[$-][A-Za-z][\\w.-]{0,80}(?:\\([^(){}\\n]{0,80}\\))?${padding}\\}`,
    `\\{${padding}[A-Z]{2,20}\\([^{}\\n]{1,120}\\)${padding}\\}`,
    `\\{${padding}"[^"{}\\n]{0,60}"${padding}\\}`,
    // Smarty: the end of {literal}
    "\\{/[A-Za-z]\\w{0,40}\\}",
    // C#, Java, Python, Ruby: {}, {0}, {0,-10:N2}, {name!r:>8}, ${x}, #{x}, %{name}
    `[$#%@]?\\{${padding}(?:\\d{1,3}|[A-Za-z_][\\w.\\-[\\]]{0,60}(?:\\(\\))?)?(?:,\\s?-?\\d{1,3})?(?:![rsa])?` +
      `(?::(?<shape>[^{}\\s]{0,40}))?${padding}\\}`,
  ].join("|"),
  "g",
);

function findBraces(text: string): readonly ProtectedSpan[] {
  return Array.from(text.matchAll(braces), ({ index, 0: match, groups }) => {
    const role = /[dfFeEgGn]$/.test(groups?.shape ?? "") ? "number" : "value";
    return spanOf("format", index, index + match.length, role, /^\{\s*(?:[!:].*)?\}$/.test(match));
  });
}
