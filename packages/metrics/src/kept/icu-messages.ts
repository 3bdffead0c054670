import type { Item, ItemRule } from "./item-rule.ts";
import { compareItems, type Keyed, type KindReport } from "./multiset-difference.ts";

const headAt = /\{\s*([\w.-]+)\s*,\s*(plural|select|selectordinal)\s*,/y;
const variantAt = /\s*(?:offset:\d+\s*)?(=\d+|[^\s{}=,#]+)\s*\{/y;
const closingAt = /\s*\}/y;
const argumentAt = /\{\s*([\w.-]+)\s*(?:,[^{}]*)?\}/y;
const nextSign = /['{}#]/g;

/** Plural and select messages of ICU, with all that is nested in them. */
export const icuRule: ItemRule = {
  kind: "icu",
  pattern: "\\{\\s*[\\w.-]+\\s*,\\s*(?:plural|select|selectordinal)\\s*,",
  endOf: (text, start) => parseMessage(text, start).end,
};

interface Message {
  readonly end: number;
  /** Arguments with their type and keywords, each once: variants may repeat them at will. */
  readonly parts: ReadonlySet<string>;
  readonly isWellFormed: boolean;
}

/** Compares names, types and keywords of the messages, and whether they are well-formed. */
export function compareMessages(source: readonly Item[], target: readonly Item[]): KindReport {
  const isBroken = ({ text }: Item): boolean => !parseMessage(text, 0).isWellFormed;
  const faults =
    target.some(isBroken) && !source.some(isBroken) ? ["a message is not well-formed"] : [];
  return compareItems(source.flatMap(partsOf), target.flatMap(partsOf), faults);
}

function partsOf({ text }: Item): Keyed[] {
  return Array.from(parseMessage(text, 0).parts, (part) => ({ text: part, key: part }));
}

/** A message may be open in variants of another, so the open ones are a stack: `variants` holds those
 *  whose keywords are read, and within each at most one text is open. */
function parseMessage(text: string, start: number): Message {
  const parts = new Set<string>();
  const variants: { readonly name: string; readonly keywords: Set<string> }[] = [];
  let inText = false;
  let at = start;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const open = (): boolean => {
    const found = match(headAt);
    if (found === null) return false;
    variants.push({ name: `${found[1]}, ${found[2]}`, keywords: new Set() });
    parts.add(`${found[1]}, ${found[2]}`);
    inText = false;
    return true;
  };
  const broken = (): Message => ({ end: text.length, parts, isWellFormed: false });
  open();
  while (variants.length > 0) {
    const { name, keywords } = variants[variants.length - 1];
    if (!inText) {
      const variant = match(variantAt);
      if (variant !== null) {
        keywords.add(variant[1]);
        parts.add(`${name}, ${variant[1]}`);
        inText = true;
      } else if (match(closingAt) !== null && keywords.has("other")) {
        variants.pop();
        inText = true;
      } else return broken();
      continue;
    }
    nextSign.lastIndex = at;
    const sign = nextSign.exec(text);
    if (sign === null) return broken();
    at = sign.index;
    if (sign[0] === "{") {
      const argument = open() ? null : match(argumentAt);
      if (argument !== null) parts.add(argument[1]);
      else if (inText) return broken();
    } else if (sign[0] === "'") {
      at = endOfQuotation(text, at);
    } else {
      at++;
      if (sign[0] === "}") inText = false;
      else if (!name.endsWith("select")) parts.add("#");
    }
  }
  return { end: at, parts, isWellFormed: true };
}

/** An apostrophe quotes only before a sign of the syntax; two of them are one. */
function endOfQuotation(text: string, start: number): number {
  const next = text[start + 1];
  if (next === "'") return start + 2;
  if (next !== "{" && next !== "}" && next !== "#") return start + 1;
  const end = text.indexOf("'", start + 1);
  return end < 0 ? text.length : end + 1;
}
