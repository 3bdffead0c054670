import type { TextTokenizer } from "./tokenizer.ts";

const letters = new WeakMap<TextTokenizer, Map<string, boolean>>();

/** Tells whether most letters of a text are known to a tokenizer: letters of a script that it was not trained
 *  on fall apart into bytes. A model has no words for them and would invent some.
 *
 *  A letter is unknown if four of it in a row take eight tokens or more: a byte-level tokenizer that has met
 *  it knows it as one token or as part of one. Letters are asked for once. */
export function knownLetters(tokenizer: TextTokenizer): (text: string) => boolean {
  const known = letters.get(tokenizer) ?? new Map<string, boolean>();
  letters.set(tokenizer, known);
  const isKnown = (letter: string): boolean => {
    const answer = known.get(letter) ?? tokenizer.encode(letter.repeat(4)).length < 8;
    known.set(letter, answer);
    return answer;
  };
  return (text) => {
    let balance = 0;
    for (const [letter] of text.matchAll(/\p{L}/gu)) balance += isKnown(letter) ? 1 : -1;
    return balance >= 0;
  };
}
