import type { Item, ItemRule } from "./item-rule.ts";
import { compareItems, type Keyed, type KindReport } from "./multiset-difference.ts";
import type { Notation } from "./notation.ts";

const star = "\\*(?:\\d{1,2}\\$)?";
/** C's conversions but for those with a space as flag: "100% sure" is prose. */
const conversion =
  `%(?:\\d{1,2}\\$)?[-+#0'I]*(?:[1-9]\\d{0,3}|${star})?(?:\\.(?:\\d{1,3}|${star})?)?` +
  "(?:hh|h|ll|l|q|L|j|z|Z|t)?(?:[diouxXeEfFgGaAcCsSpnm@]|<[A-Za-z]\\w{0,31}>[a-z]?)";
const pythonNamed =
  "%\\([^()\\n]{1,100}\\)[-+#0]*(?:[1-9]\\d{0,3})?(?:\\.\\d{1,3})?[hlL]?[diouxXeEfFgGcrsa]";

/** Arguments of C, Python, Qt, ICU, Fluent, Mustache, Jinja, MediaWiki and shell-like formats. */
export const formatRule: ItemRule = {
  kind: "format",
  pattern: [
    "%%",
    pythonNamed,
    conversion,
    "%\\{[^{}\\s]*\\}",
    "%L?[1-9]\\d?",
    "%[A-Za-z_]\\w*",
    "\\$[1-9]\\d?",
    "\\$[A-Za-z_]\\w*\\$",
    "[$#@]\\{[^{}\\s]*\\}",
    "\\{\\{[^{}|\\n]*(?:\\}\\}|\\|)",
    "\\{%[^{}%\\n]*%\\}",
    "\\{\\s*[-$]?[A-Za-z_][\\w.-]*(?:\\([^(){}\\n]*\\))?\\s*\\}",
    '\\{\\s*"[^"{}\\n]*"\\s*\\}',
    "\\{[\\w.[\\]]*(?:![rsa])?(?::[^{}\\s]*)?\\}",
    "\\{\\s*[\\w.-]+\\s*,\\s*(?:number|date|time|spellout|ordinal|duration)\\s*(?:,[^{}]*)?\\}",
  ].join("|"),
  endOf(text, start, end, { isQt, isDate }) {
    const found = text.slice(start, end);
    if (/^\$\d/.test(found)) return isAmount(text, start, end) ? start : end;
    if (isQt && /^%\d{1,2}[^\d$%]/.test(found))
      return start + (/^%\d+/.exec(found)?.[0].length ?? 0);
    if (isDate && /^%[A-Za-z]/.test(found)) return start + 2;
    return /^%[^%\d({]/.test(found) && isProse(text, start, end) ? start : end;
  },
};

/** "$1,000" and "$1.50" are money, and "5$1" is no argument; the second one of "$2$3" is. */
function isAmount(text: string, start: number, end: number): boolean {
  if (/^\d|^[.,]\d/.test(text.slice(end, end + 2))) return true;
  const before = text.slice(Math.max(0, start - 3), start);
  return /\d$/.test(before) && !/\$[1-9]\d?$/.test(before);
}

/** "100%ig" is a word; "5%d" is hardly meant, but may be. */
function isProse(text: string, start: number, end: number): boolean {
  if (!/\d/.test(text[start - 1] ?? "")) return false;
  return end - start > 2 || /\p{L}/u.test(text.slice(end, end + 2));
}

/** Compares as `msgfmt -c` does, but that an argument that comes once must not come twice: an
 *  unnumbered conversion takes the next argument, so `%s %d` is `%1$s %2$d`; width, precision and
 *  flags are free, types are not; numbered and unnumbered conversions must not be mixed. */
export function compareFormats(
  source: readonly Item[],
  target: readonly Item[],
  notation: Notation,
): KindReport {
  const ofSource = readArguments(source, notation);
  const ofTarget = readArguments(target, notation);
  const faults =
    ofTarget.isMixed && !ofSource.isMixed ? ["numbered and unnumbered conversions are mixed"] : [];
  return compareItems(ofSource.keyed, ofTarget.keyed, faults);
}

interface Conversion {
  readonly position: string;
  /** Widths and precisions that are arguments, `*` or `*1$`. */
  readonly stars: readonly string[];
  readonly type: string;
}

const conversionParts = new RegExp(
  "^%(?<position>\\d{1,2}\\$)?[-+#0'I]*(?:\\d+|\\*(?:\\d+\\$)?)?" +
    "(?:\\.(?:\\d+|\\*(?:\\d+\\$)?)?)?(?<length>hh|h|ll|l|q|L|j|z|Z|t)?" +
    "(?<type>[diouxXeEfFgGaAcCsSpn@]|<\\w+>[a-z]?)$",
);

function parseConversion(text: string): Conversion | undefined {
  const parts = conversionParts.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const stars = text.match(/\*(?:\d+\$)?/g) ?? [];
  const type = lengthClass(parts.length ?? "") + typeClass(parts.type);
  return { position: parts.position ?? "", stars, type };
}

/** Old names of lengths: `%qd` is `%lld`, `%Zd` is `%zd`. */
function lengthClass(length: string): string {
  if (length === "q") return "ll";
  return length === "Z" ? "z" : length;
}

/** The type of the argument: `%i` is `%d`; octal and hexadecimal numbers are unsigned. */
function typeClass(letter: string): string {
  if (letter === "i") return "d";
  if (/^[ouxX]$/.test(letter)) return "u";
  return /^[eEfFgGaA]$/.test(letter) ? "f" : letter;
}

function readArguments(
  items: readonly Item[],
  { isDate }: Notation,
): { readonly keyed: Keyed[]; readonly isMixed: boolean } {
  const read = items.map(({ text }) => ({
    text,
    conversion: isDate ? undefined : parseConversion(text),
  }));
  const positions = read.flatMap(({ conversion }) => (conversion ? [conversion.position] : []));
  const isMixed = positions.includes("") && positions.some((position) => position !== "");
  let next = 1;
  const keyed = read.map(({ text, conversion }) => {
    if (conversion === undefined) return { text, key: keyOfNamed(text) };
    const { position, stars, type } = conversion;
    const taken = stars.map((star) => (star === "*" && !isMixed ? `*${next++}$` : star));
    const number = position === "" && !isMixed ? `${next++}$` : position;
    return { text, key: `%${number}${taken.join("")}${type}` };
  });
  return { keyed, isMixed };
}

/** White space in braces, a term's case and the width of a named argument are free. */
function keyOfNamed(text: string): string {
  const named = /^(%\([^()]*\)).*([a-zA-Z])$/s.exec(text);
  if (named !== null) return named[1] + typeClass(named[2]);
  return text.replace(/\s+/g, "").replace(/^\{(-[\w-]+)\(.*\)\}$/, "{$1}");
}
