import { isSlot } from "../slot.ts";

/** A word of a tokenized text, a slot, or signs between words. */
export interface Word {
  readonly text: string;
  /** Its tokens: from `first` up to `next` − 1. */
  readonly first: number;
  readonly next: number;
  /** Characters of the text before it, white space not counted. */
  readonly start: number;
}

/** The words that tokens spell; a token that spells nothing is in none.
 *  @param decode  the text of tokens, a slot for each that stands for one */
export function wordsOf(
  tokens: readonly number[],
  decode: (tokens: readonly number[]) => string,
): readonly Word[] {
  const words: Word[] = [];
  let before = "";
  let count = 0;
  tokens.forEach((_, index) => {
    const text = decode(tokens.slice(0, index + 1));
    const own = text.slice(before.length).trim();
    const isApart = /^\s|^$/.test(text.slice(before.trimEnd().length));
    before = text;
    if (own === "") return;
    const last = words.at(-1);
    if (last !== undefined && !isApart && isOneWord(last.text, own)) {
      words[words.length - 1] = { ...last, text: last.text + own, next: index + 1 };
    } else {
      words.push({ text: own, first: index, next: index + 1, start: count });
    }
    count += own.replaceAll(/\s/g, "").length;
  });
  return words;
}

/** Whether two pieces that touch belong to one word: both of letters and digits, or both of signs. */
function isOneWord(left: string, right: string): boolean {
  const isAlone = isSlot(left.slice(-1)) || isSlot(right.charAt(0));
  return !isAlone && isWordlike(left.slice(-1)) === isWordlike(right.charAt(0));
}

/** Half a character (of a token that ends inside of one) goes with words. */
export function isWordlike(text: string): boolean {
  return /[\p{L}\p{M}\p{N}\p{Surrogate}\uFFFD]/u.test(text);
}

/** Whether a word is signs between words: neither that nor a slot. */
export function isSign({ text }: Word): boolean {
  return !isWordlike(text) && !isSlot(text);
}
