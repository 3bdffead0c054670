/// <reference lib="esnext.disposable" preserve="true" />
import type { KernelReport } from "@bnnkit/kernels";
import type { LayerReport } from "../compile/layer-report.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { alignTexts, type TextAlignment } from "./align-texts.ts";
import type { TextDelta } from "./reading-order.ts";
import type { Statistics } from "./statistics.ts";
import type { TextOptions } from "./text-options.ts";
import type { TextProgress } from "./text-progress.ts";
import type { SearchOptions } from "./translate-options.ts";
import { translateTexts } from "./translate-texts.ts";
import type { Translation } from "./translation.ts";
import type { TranslationSession } from "./translation-session.ts";

export interface TranslateOptions extends Omit<SearchOptions, "onProgress">, TextOptions {
  /** Called at every decoding step, and whenever a stretch of some hundred sentences is done. */
  readonly onProgress?: (progress: TextProgress) => void;
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
  /** Which words of a sentence and of its translation (a piece of a {@link Translation}, say) go together, by where the decoder
   *  looks while it reads that translation.
   *  @throws as `TranslationSession.alignIds`; TypeError for what is no text. */
  align(
    source: string,
    target: string,
    options?: Pick<TranslateOptions, "signal">,
  ): Promise<TextAlignment>;
  /** Which kernels ran each operation so far, and why; see `TranslationSession.explain`. */
  explain(): readonly KernelReport[];
  /** Which kernels ran each layer of the model so far; see `TranslationSession.explainLayers`. */
  explainLayers(): readonly LayerReport[];
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
    const translations = await translateTexts(parts, textsOf(text), options);
    return typeof text === "string" ? translations[0] : translations;
  }
  return {
    session,
    tokenizer,
    translate: translateOneOrMore,
    align: (source, target, options) => alignTexts(parts, source, target, options),
    explain: () => session.explain(),
    explainLayers: () => session.explainLayers(),
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
