import { germanMark } from "./german-quote.ts";
import { quoteMarks } from "./quote-marks.ts";
import { type Shaped, shaped, unshaped } from "./shape.ts";

/** Takes the pair of quotation marks or brackets off that a text stands in as a whole; the translation gets it in the
 *  German form (“a” as „a“, "a" and (a) as they are). */
export function takeEnclosure(source: string): Shaped {
  const inner = source.slice(1, -1);
  if (inner === "" || inner !== inner.trim() || !(isBracketed(source) || isQuoted(source))) {
    return unshaped(source);
  }
  const open = germanMark(source.charAt(0), true);
  const close = germanMark(source.charAt(source.length - 1), false);
  return shaped(source, inner, (translation) => open + translation + close);
}

function isQuoted(text: string): boolean {
  const marks = quoteMarks(text);
  const [first] = marks;
  if (first?.at !== 0) return false;
  const own = marks.filter(({ kind }) => kind === first.kind);
  return own.length === 2 && own[1]?.at === text.length - 1;
}

const closingOf: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

function isBracketed(text: string): boolean {
  const open = text.charAt(0);
  const close = closingOf.get(open);
  if (close === undefined || !text.endsWith(close)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close) depth--;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}
