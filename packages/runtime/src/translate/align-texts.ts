import type { PlatformAbortSignal } from "@bnnkit/core";
import { wordLinks } from "../text/elements/word-links.ts";
import { type Word, wordsOf } from "../text/elements/words.ts";
import type { TranslatorParts } from "./translator.ts";

/** A word, or signs between words, of a text. */
export interface TextWord {
  readonly text: string;
  /** Its first UTF-16 code unit in the text, and the one behind its last. */
  readonly start: number;
  readonly end: number;
}

/** Which words of a translation go with which of its source. */
export interface TextAlignment {
  readonly source: readonly TextWord[];
  readonly target: readonly TextWord[];
  /** links[t][s], 0 to 1: p(s | t) · p(t | s) of a target word and a source word, from where the decoder looked. */
  readonly links: readonly (readonly number[])[];
}

/** Aligns the words of a sentence and of its translation. */
export async function alignTexts(
  { session, tokenizer }: TranslatorParts,
  source: string,
  target: string,
  options: { readonly signal?: PlatformAbortSignal } = {},
): Promise<TextAlignment> {
  checkText("source", source);
  checkText("target", target);
  const { end } = session.description.tokens;
  const from = tokenizer.encode(source);
  const to = tokenizer.encode(target).filter((id) => id !== end);
  const [looked] = await session.alignIds([from], [to], options);
  const decode = (ids: readonly number[]): string => tokenizer.decode(ids);
  const words = { source: wordsOf(from, decode), target: wordsOf(to, decode) };
  return {
    source: placesOf(words.source, source),
    target: placesOf(words.target, target),
    links: wordLinks(words.source, words.target, looked, from.length),
  };
}

function checkText(name: string, text: string): void {
  if (typeof text === "string") return;
  throw new TypeError(`align: ${name} must be a string, got ${typeof text}`);
}

/** Finds words in the text that was tokenized; one that it spells differently (the tokenizer does not know a character) is
 *  empty, where it should begin. */
function placesOf(words: readonly Word[], text: string): readonly TextWord[] {
  let behind = 0;
  return words.map((word) => {
    const start = text.indexOf(word.text, behind);
    if (start === -1) return { text: "", start: behind, end: behind };
    behind = start + word.text.length;
    return { text: word.text, start, end: behind };
  });
}
