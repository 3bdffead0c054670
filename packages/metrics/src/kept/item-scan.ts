import { addressRule } from "./addresses.ts";
import { codeRule } from "./code-spans.ts";
import { emojiRule } from "./emoji.ts";
import { formatRule } from "./format-strings.ts";
import { icuRule } from "./icu-messages.ts";
import type { Item, ItemRule } from "./item-rule.ts";
import { markRule } from "./marks.ts";
import { markupRule } from "./markup.ts";
import type { Notation } from "./notation.ts";
import { numberRule } from "./numbers.ts";
import { optionRule } from "./options.ts";
import { pathRule } from "./paths.ts";
import { variableRule } from "./variables.ts";

/** Rules and one expression for all of them: the number of the group that matched is that of the rule.
 *  Of two rules that match at the same place the first one wins. */
class RuleSet {
  readonly rules: readonly ItemRule[];
  readonly pattern: RegExp;

  constructor(...rules: readonly ItemRule[]) {
    this.rules = rules;
    this.pattern = new RegExp(rules.map(({ pattern }) => `(${pattern})`).join("|"), "gu");
  }
}

const everyRule = new RuleSet(
  icuRule,
  markRule,
  codeRule,
  markupRule,
  addressRule,
  pathRule,
  variableRule,
  formatRule,
  optionRule,
  emojiRule,
  numberRule,
);
const formatsOnly = new RuleSet(formatRule);
const framed = new Set(everyRule.rules.filter((rule) => rule.holdsFormats).map(({ kind }) => kind));

/** The items of a text from left to right. No two of them overlap, except that format arguments within
 *  markup, addresses and code are items of their own, which the outer item's `frame` leaves out. */
export function scanItems(text: string, notation: Notation): Item[] {
  return scan(text, 0, everyRule, notation).flatMap((item) => {
    if (!framed.has(item.kind)) return [item];
    const formats = scan(item.text, item.start, formatsOnly, notation);
    if (formats.length === 0) return [item];
    return [{ ...item, frame: blank(item.text, item.start, formats) }, ...formats];
  });
}

/** The text with one object replacement character for each of the items. */
export function blank(text: string, offset: number, items: readonly Item[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const item of items) {
    const start = item.start - offset;
    if (start < at) continue;
    pieces.push(text.slice(at, start), "\ufffc");
    at = start + item.text.length;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

function scan(
  text: string,
  offset: number,
  { rules, pattern }: RuleSet,
  notation: Notation,
): Item[] {
  const items: Item[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const start = found.index;
    const { kind, endOf } = rules[found.indexOf(found[0], 1) - 1];
    const matched = start + found[0].length;
    const end = endOf === undefined ? matched : endOf(text, start, matched, notation);
    if (end > start) {
      const piece = text.slice(start, end);
      items.push({ kind, text: piece, start: offset + start, frame: piece });
    }
    pattern.lastIndex = Math.max(end, start + 1);
  }
  return items;
}
