/// <reference lib="esnext.disposable" preserve="true" />
import type { KernelReport } from "@bnnkit/kernels";
import { drive } from "../decode/drive.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { translateInnerMessages } from "./inner-messages.ts";
import { joinTranslations, translatePieces } from "./piece-translation.ts";
import { prepareTexts } from "./prepare-text.ts";
import { ReadingOrder, type TextDelta } from "./reading-order.ts";
import type { Statistics } from "./statistics.ts";
import { checkTextOptions, type TextOptions, termsOf } from "./text-options.ts";
import { checkSearch, type SearchOptions } from "./translate-options.ts";
import type { Translation } from "./translation.ts";
import type { TranslationSession } from "./translation-session.ts";

export interface TranslateOptions extends SearchOptions, TextOptions {
  /** Called with each piece of a translation, in reading order, when it is final; see {@link TextDelta}. */
  readonly onText?: (delta: TextDelta) => void;
}

/** A model with its tokenizer: text in, text out. */
export interface Translator {
  readonly session: TranslationSession;
  readonly tokenizer: TextTokenizer;
  /** Translates a text. It is split into sentences; white space and line breaks between them stay; the text's
   *  translation is its sentences' translations joined, and a sentence's does not depend on the others.
   *
   *  Kept as they are: placeholders, tags, numbers, addresses, paths, options, code, emoji (see `findSpans` of
   *  `@bnnkit/runtime/text`) and terms that the options name; mnemonics, capitals, the mark at the end and white space are
   *  as in the source. Copied are: what has no letter, runs too long to be words, scripts that the tokenizer does not know.
   *  @throws as `TranslationSession.translateIds`; TypeError or RangeError for wrong options. */
  translate(text: string, options?: TranslateOptions): Promise<Translation>;
  /** Translates texts, one translation for each, in the same order; they share batches, which is faster. */
  translate(texts: readonly string[], options?: TranslateOptions): Promise<Translation[]>;
  /** Which kernels ran each operation so far, and why; see `TranslationSession.explain`. */
  explain(): readonly KernelReport[];
  /** Speed and memory since the translator was loaded. */
  readonly statistics: Statistics;
  /** Gives the memory back. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface TranslatorParts {
  readonly session: TranslationSession;
  readonly tokenizer: TextTokenizer;
  /** BCP 47 tag of the source language, for sentence splitting. */
  readonly locale: string;
  /** BCP 47 tag of the target language. */
  readonly targetLocale: string;
}

/** Puts a translator together from its parts; `loadTranslator` does it from files. */
export function createTranslator(parts: TranslatorParts): Translator {
  const { session, tokenizer } = parts;
  function translateOneOrMore(text: string, options?: TranslateOptions): Promise<Translation>;
  function translateOneOrMore(
    texts: readonly string[],
    options?: TranslateOptions,
  ): Promise<Translation[]>;
  async function translateOneOrMore(
    text: string | readonly string[],
    options: TranslateOptions = {},
  ): Promise<Translation | Translation[]> {
    const translations = await translate(parts, textsOf(text), options);
    return typeof text === "string" ? translations[0] : translations;
  }
  return {
    session,
    tokenizer,
    translate: translateOneOrMore,
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
  return [...texts];
}

/** @param isPlural  whether the texts are messages of an ICU plural, in which "#" is a number */
async function translate(
  parts: TranslatorParts,
  texts: readonly string[],
  options: TranslateOptions,
  isPlural = false,
): Promise<Translation[]> {
  const { session, tokenizer, locale, targetLocale } = parts;
  const { onText, keep, glossary, numbers, wrappedLines, unreliable = "copy", ...search } = options;
  checkSearch("translate", search, session.description);
  checkTextOptions(options);
  const terms = termsOf(options);
  const innerOptions: TranslateOptions = {
    ...withoutCallbacks(search),
    glossary: Object.fromEntries(terms),
    ...(numbers !== undefined && { numbers }),
    ...(wrappedLines !== undefined && { wrappedLines }),
    unreliable,
  };
  const preparing = prepareTexts(texts, {
    tokenizer,
    end: session.description.tokens.end,
    locale,
    targetLocale,
    maximumTokens: longestPiece(session),
    terms,
    localizesNumbers: numbers === "localize",
    joinsLines: wrappedLines !== "keep",
    isPlural,
  });
  const prepared = await drive(preparing, { signal: search.signal, onEvent: () => undefined });
  await translateInnerMessages(
    prepared.flatMap(({ lines }) => lines),
    (messages, isInPlural) => translate(parts, messages, innerOptions, isInPlural || isPlural),
  );
  const places = prepared.flatMap(({ leading, pieces }, text) => [
    { text, separator: leading },
    ...pieces.map(({ separator }) => ({ text, separator })),
  ]);
  const order = onText && new ReadingOrder(places, onText);
  const placeOf: number[] = [];
  let place = 0;
  for (const { pieces } of prepared) {
    order?.finish(place++);
    for (const _ of pieces) placeOf.push(place++);
  }
  const translated = await translatePieces(
    session,
    prepared.flatMap(({ pieces }) => pieces),
    {
      search,
      unreliable,
      onPiece: (piece, { text }) => {
        order?.push(placeOf[piece], text);
        order?.finish(placeOf[piece]);
      },
    },
  );
  let first = 0;
  return prepared.map(({ leading, pieces }) => {
    const own = translated.slice(first, first + pieces.length);
    first += own.length;
    return joinTranslations(leading, pieces, own, search.nBest ?? 1);
  });
}

function withoutCallbacks({ onProgress: _, ...search }: SearchOptions): SearchOptions {
  return search;
}

/** Most tokens of a piece: a quarter of the positions is left for translations that are longer than their source. */
function longestPiece({ description }: TranslationSession): number {
  return Math.max(1, Math.floor((3 * description.maximumLength) / 4));
}
