import { translateInnerMessages } from "./inner-messages.ts";
import { translatePieces } from "./piece-translation.ts";
import { type PreparedPart, type PrepareOptions, prepareTexts } from "./prepare-text.ts";
import { ReadingOrder } from "./reading-order.ts";
import { stretchesOf } from "./stretches.ts";
import { checkTextOptions, type TextOptions, termsOf } from "./text-options.ts";
import { ProgressCounter } from "./text-progress.ts";
import { checkSearch, type SearchOptions } from "./translate-options.ts";
import type { TranslatedPiece, Translation } from "./translation.ts";
import { TranslationDraft } from "./translation-draft.ts";
import type { TranslationSession } from "./translation-session.ts";
import type { TranslateOptions, TranslatorParts } from "./translator.ts";

/** Translates texts stretch by stretch, so that a text of any length needs little memory beside its translation.
 *  @param isPlural  whether the texts are messages of an ICU plural, in which "#" is a number */
export async function translateTexts(
  parts: TranslatorParts,
  texts: readonly string[],
  options: TranslateOptions,
  isPlural = false,
): Promise<Translation[]> {
  const { session } = parts;
  const { onText, onProgress, keep, glossary, numbers, wrappedLines, ...rest } = options;
  const { unreliable = "copy", ...given } = rest;
  const { nBest = 1, signal } = given;
  checkSearch("translate", given, session.description);
  checkTextOptions(options);
  const terms = termsOf(options);
  const counter = onProgress && new ProgressCounter(texts, onProgress);
  const search: SearchOptions = {
    ...given,
    ...(counter && { onProgress: (found) => counter.search(found) }),
  };
  const innerOptions: TranslateOptions = {
    ...search,
    glossary: Object.fromEntries(terms),
    ...(numbers !== undefined && { numbers }),
    ...(wrappedLines !== undefined && { wrappedLines }),
    unreliable,
  };
  const translateMessages: StretchRun["translateMessages"] = async (messages, isInPlural) => {
    const inner = await translateTexts(parts, messages, innerOptions, isInPlural || isPlural);
    counter?.endSearch();
    return inner;
  };
  const order = onText && new ReadingOrder(onText);
  const run: StretchRun = { session, search, unreliable, order, translateMessages };
  const drafts = texts.map(() => new TranslationDraft());
  const prepared = prepareTexts(texts, prepareOptions(parts, options, terms, isPlural));
  const stretchTokens = Math.max(leastStretchTokens, given.batchTokens ?? 0);
  for await (const stretch of stretchesOf(prepared, { stretchTokens, signal })) {
    const translated = await translateStretch(run, stretch);
    let next = 0;
    for (const { text, separator, piece } of stretch) {
      drafts[text].add(separator, piece && translated[next++]);
    }
    counter?.finish(stretch);
  }
  counter?.end();
  return drafts.map((draft) => draft.translation(nBest));
}

/** Source tokens that are prepared before they are translated: many batches of the default size. */
const leastStretchTokens = 8192;

/** What translating stretches takes. */
interface StretchRun {
  readonly session: TranslationSession;
  readonly search: SearchOptions;
  readonly unreliable: Required<TextOptions>["unreliable"];
  readonly order: ReadingOrder | undefined;
  readonly translateMessages: (
    messages: readonly string[],
    isPlural: boolean,
  ) => Promise<readonly Translation[]>;
}

/** @returns translations of the pieces, in their order. */
async function translateStretch(
  { session, search, unreliable, order, translateMessages }: StretchRun,
  stretch: readonly PreparedPart[],
): Promise<readonly TranslatedPiece[]> {
  const pieces = stretch.flatMap(({ piece }) => piece ?? []);
  const messages = pieces.flatMap((piece) => piece.messages);
  await translateInnerMessages(messages, translateMessages);
  const places = order && placesIn(order, stretch);
  return await translatePieces(session, pieces, {
    search,
    unreliable,
    onPiece: (piece, { text }) => {
      if (places === undefined) return;
      order?.push(places[piece], text);
      order?.finish(places[piece]);
    },
  });
}

/** Numbers the pieces of a stretch in the reading order, and finishes what else is in it. */
function placesIn(order: ReadingOrder, stretch: readonly PreparedPart[]): readonly number[] {
  return stretch.flatMap((part) => {
    const place = order.add(part);
    if (part.piece !== undefined) return place;
    order.finish(place);
    return [];
  });
}

function prepareOptions(
  { session, tokenizer, locale, targetLocale }: TranslatorParts,
  { numbers, wrappedLines }: TranslateOptions,
  terms: ReadonlyMap<string, string>,
  isPlural: boolean,
): PrepareOptions {
  return {
    tokenizer,
    end: session.description.tokens.end,
    locale,
    targetLocale,
    maximumTokens: longestPiece(session),
    takesElements: session.canAlign,
    terms,
    localizesNumbers: numbers === "localize",
    joinsLines: wrappedLines !== "keep",
    isPlural,
  };
}

/** Most tokens of a piece: a quarter of the positions is left for translations that are longer than their source. */
function longestPiece({ description }: TranslationSession): number {
  return Math.max(1, Math.floor((3 * description.maximumLength) / 4));
}
