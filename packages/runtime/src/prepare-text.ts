import { cutSentence, type Piece } from "./text/cut.ts";
import { knownLetters } from "./text/known-letters.ts";
import { splitSentences } from "./text/sentences.ts";
import type { TextTokenizer } from "./text/tokenizer.ts";

/** A piece of a text and its tokens (none if it is copied). */
export interface PreparedPiece extends Piece {
  /** Index of the text in the request. */
  readonly textIndex: number;
  readonly ids: readonly number[];
}

/** A text taken apart: white space before the first piece, then the pieces. */
export interface PreparedText {
  readonly leading: string;
  readonly pieces: readonly PreparedPiece[];
}

export interface PrepareOptions {
  readonly tokenizer: TextTokenizer;
  readonly locale: string;
  /** Most tokens of a piece. */
  readonly maximumTokens: number;
}

/** No tokenizer in use makes fewer tokens than this many UTF-16 code units each of a whole sentence; a longer
 *  text is cut without asking, which bounds what is ever tokenized at once. */
const longestToken = 32;

/** Splits texts into sentences, cuts those that are too long, and tokenizes; yields after every piece. */
export function* prepareTexts(
  texts: readonly string[],
  { tokenizer, locale, maximumTokens }: PrepareOptions,
): Generator<void, readonly PreparedText[]> {
  const fits = (text: string): boolean =>
    text.length <= longestToken * maximumTokens && tokenizer.encode(text).length <= maximumTokens;
  const isKnown = knownLetters(tokenizer);
  const prepared: PreparedText[] = [];
  for (const [textIndex, text] of texts.entries()) {
    const { leading, sentences } = splitSentences(text, { locale });
    const pieces: PreparedPiece[] = [];
    for (const sentence of sentences) {
      for (const piece of cutSentence(sentence, fits)) {
        const isCopied = !piece.translatable || !isKnown(piece.text);
        const ids = isCopied ? [] : tokenizer.encode(piece.text);
        pieces.push({ ...piece, textIndex, ids });
        yield;
      }
    }
    prepared.push({ leading, pieces });
  }
  return prepared;
}
