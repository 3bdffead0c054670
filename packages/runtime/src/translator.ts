import type { KernelReport } from "@bnnkit/kernels";
import { drive } from "./decode/drive.ts";
import { type PreparedPiece, type PreparedText, prepareTexts } from "./prepare-text.ts";
import { ReadingOrder, type TextDelta } from "./reading-order.ts";
import type { Hypothesis } from "./search/hypothesis.ts";
import type { Session } from "./session.ts";
import type { Statistics } from "./statistics.ts";
import { createTextStream, finishText } from "./text/text-stream.ts";
import type { TextTokenizer } from "./text/tokenizer.ts";
import { checkSearch, type SearchOptions } from "./translate-options.ts";
import {
  type Alternative,
  distinct,
  joinAlternatives,
  type TranslatedPiece,
  type Translation,
} from "./translation.ts";

export interface TranslateOptions extends SearchOptions {
  /** Called with each new part of a translation, in reading order; see {@link TextDelta}. With a beam a
   *  sentence appears as a whole, because only the end decides between its hypotheses. */
  readonly onToken?: (delta: TextDelta) => void;
}

/** A model with its tokenizer: text in, text out. */
export interface Translator {
  readonly session: Session;
  readonly tokenizer: TextTokenizer;
  /** Translates texts. Each is split into sentences; white space and line breaks between them stay; a text's
   *  translation is its sentences' translations joined, and a sentence's does not depend on the others.
   *  Copied are: what has no letter or digit, runs too long to be words, scripts that the tokenizer does not know.
   *  @returns one translation for each text (one for a single string).
   *  @throws as `Session.translateIds`. */
  translate(text: string | readonly string[], options?: TranslateOptions): Promise<Translation[]>;
  /** Which kernel ran each operation, and why. */
  explain(): readonly KernelReport[];
  /** Speed and memory since the translator was loaded. */
  readonly statistics: Statistics;
  /** Gives the memory back. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface TranslatorParts {
  readonly session: Session;
  readonly tokenizer: TextTokenizer;
  /** BCP 47 tag of the source language, for sentence splitting. */
  readonly locale: string;
}

/** Puts a translator together from its parts; `loadTranslator` does it from files. */
export function createTranslator(parts: TranslatorParts): Translator {
  const { session, tokenizer } = parts;
  return {
    session,
    tokenizer,
    translate: async (text, options = {}) => translate(parts, textsOf(text), options),
    explain: () => session.explain(),
    get statistics() {
      return session.statistics;
    },
    dispose: () => session.dispose(),
    [Symbol.dispose]: () => session.dispose(),
  };
}

function textsOf(text: string | readonly string[]): readonly string[] {
  const texts = typeof text === "string" ? [text] : text;
  if (!Array.isArray(texts)) {
    throw new TypeError(
      `translate: text must be a string or an array of strings, got ${typeof text}`,
    );
  }
  texts.forEach((item, index) => {
    if (typeof item !== "string") {
      throw new TypeError(`translate: text[${index}] must be a string, got ${typeof item}`);
    }
  });
  return texts;
}

async function translate(
  { session, tokenizer, locale }: TranslatorParts,
  texts: readonly string[],
  { onToken, ...search }: TranslateOptions,
): Promise<Translation[]> {
  checkSearch("translate", search, session.description);
  const maximumTokens = longestPiece(session);
  const preparing = prepareTexts(texts, { tokenizer, locale, maximumTokens });
  const prepared = await drive(preparing, { signal: search.signal, onEvent: () => undefined });
  const pieces = prepared.flatMap((text) => text.pieces);
  const stream = onToken && openStream(prepared, tokenizer, onToken);
  const translatable = pieces.flatMap((piece, index) => (piece.ids.length > 0 ? [index] : []));
  const found = await session.translateIds(
    translatable.map((index) => pieces[index].ids),
    {
      ...search,
      ...(stream && {
        keepOrder: true,
        onToken: (sentence, id) => stream.push(translatable[sentence], id),
        onSentence: (sentence, [best]) => stream.finish(translatable[sentence], best),
      }),
    },
  );
  const hypotheses = new Map(translatable.map((index, i) => [index, found[i]]));
  const translated = pieces.map((piece, i) => translatePiece(piece, hypotheses.get(i), tokenizer));
  let first = 0;
  return prepared.map(({ leading, pieces: own }) => {
    const parts = translated.slice(first, first + own.length);
    first += own.length;
    return joinPieces(leading, own, parts, search.nBest ?? 1);
  });
}

/** Most tokens of a piece: a quarter of the positions is left for translations that are longer than their source. */
function longestPiece({ description }: Session): number {
  return Math.max(1, Math.floor((3 * description.maximumLength) / 4));
}

function translatePiece(
  { text: source }: PreparedPiece,
  hypotheses: readonly Hypothesis[] | undefined,
  tokenizer: TextTokenizer,
): TranslatedPiece {
  if (hypotheses === undefined) {
    const copy = { text: source, score: 0, logProbability: 0 };
    return { ...copy, source, alternatives: [copy], isCopied: true, isComplete: true };
  }
  const alternatives = distinct(
    hypotheses.map(({ tokens, score, logProbability }): Alternative => {
      return { text: finishText(tokenizer.decode(tokens)), score, logProbability };
    }),
  );
  const { isComplete } = hypotheses[0];
  return { ...alternatives[0], source, alternatives, isCopied: false, isComplete };
}

function joinPieces(
  leading: string,
  prepared: readonly PreparedPiece[],
  pieces: readonly TranslatedPiece[],
  nBest: number,
): Translation {
  const parts = pieces.map(({ alternatives }, i) => {
    return { alternatives, separator: prepared[i].separator };
  });
  const alternatives = joinAlternatives(leading, parts, nBest);
  return { ...alternatives[0], pieces, alternatives };
}

interface PieceStream {
  push(piece: number, id: number): void;
  finish(piece: number, best: Hypothesis): void;
}

/** Turns tokens of pieces into deltas of texts in reading order; copied pieces are there from the start. */
function openStream(
  prepared: readonly PreparedText[],
  tokenizer: TextTokenizer,
  onToken: (delta: TextDelta) => void,
): PieceStream {
  const pieces = prepared.flatMap((text) => text.pieces);
  const streams = pieces.map(() => createTextStream(tokenizer));
  const seen = pieces.map(() => 0);
  const placeOf: number[] = [];
  const places = prepared.flatMap(({ leading, pieces: own }, text) => [
    { text, separator: leading },
    ...own.map(({ separator }) => ({ text, separator })),
  ]);
  const order = new ReadingOrder(places, onToken);
  let place = 0;
  for (const { pieces: own } of prepared) {
    order.finish(place++);
    for (const { ids, text } of own) {
      placeOf.push(place);
      order.push(place, ids.length > 0 ? "" : text);
      if (ids.length === 0) order.finish(place);
      place++;
    }
  }
  return {
    push(piece, id) {
      seen[piece]++;
      order.push(placeOf[piece], streams[piece].push(id));
    },
    finish(piece, best) {
      const place = placeOf[piece];
      for (const id of best.tokens.slice(seen[piece])) order.push(place, streams[piece].push(id));
      order.push(place, streams[piece].end());
      order.finish(place);
    },
  };
}
