import { type Abbreviations, wordBeforeStop } from "./abbreviations.ts";

/** Whether the full stop at the end of `tail` belongs to an abbreviation, an initial, an acronym or a list item, so
 *  that no sentence ends before `next`. */
export function endsInside(tail: string, next: string, abbreviations: Abbreviations): boolean {
  if (tail.length < 8 && listItem.test(tail)) return true;
  if (!tail.trimEnd().endsWith(".")) return false;
  const word = wordBeforeStop(tail)?.toLowerCase();
  if (word !== undefined && abbreviations.always.has(word)) return true;
  if (word !== undefined && abbreviations.beforeNumber.has(word)) {
    if (number.test(next) || (word !== "no" && slotFirst.test(next))) return true;
  }
  if (abbreviations.ordinals && ordinal.test(tail)) return true;
  if (acronym.test(tail)) return !abbreviations.starters.has(firstWord(next));
  return initial.test(tail);
}

const listItem = /^\s*[([]?(?:\d{1,3}|\p{L}|[\uE000-\uF8FF])[.)\]]\s*$/u;
const initial = /(?:^[^\p{L}]*|(?:^|\s)\p{Lu}[\p{L}.]*\s+)(?!I\.)\p{Lu}\.\s*$/u;
const acronym = /(?:^|[\s("'“‘„])(?:\p{Lu}\.){2,}\s*$/u;
const ordinal = /(?:^|\s)\d{1,2}\.\s*$/;
/** Arabic or Roman; "I" is a word as well. */
const number = /^[([]?(?:\d|(?:[IVXLCDM]{2,}|[VX])(?![\p{L}\p{N}]))/u;
const slotFirst = /^[([]?[\uE000-\uF8FF]/;

function firstWord(text: string): string {
  return /^[^\p{L}]*([\p{L}\p{M}]+)/u.exec(text.slice(0, 40))?.[1]?.toLowerCase() ?? "";
}
