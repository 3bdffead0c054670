import type { TextTranslator } from "../pool/translation-pool.ts";
import type { TranslatedText } from "../pool/worker-messages.ts";
import { htmlTexts } from "./html-texts.ts";
import { type Language, targetsOf } from "./languages.ts";
import { RequestError } from "./request-error.ts";

/** What a request wants translated. */
export interface Query {
  readonly texts: readonly string[];
  readonly from: Language;
  readonly to: Language;
  readonly isHtml: boolean;
  /** Further translations of each text. */
  readonly alternatives: number;
  readonly signal: AbortSignal;
}

/** A translation of one text of a query. */
export interface QueryResult {
  readonly text: string;
  /** As many as were wanted, or fewer. */
  readonly alternatives: readonly string[];
}

/** Translates what a request wants.
 *  @param beamSize  hypotheses kept; as many as there are translations if these are more
 *  @throws RequestError for a pair of languages that is none; as `TextTranslator.translate`. */
export async function translateQuery(
  translator: TextTranslator,
  beamSize: number,
  { texts, from, to, isHtml, alternatives, signal }: Query,
): Promise<readonly QueryResult[]> {
  if (!targetsOf(from).includes(to))
    throw new RequestError(400, `${from.name} is not translated to ${to.name}`);
  if (from === to) return texts.map((text) => ({ text, alternatives: [] }));
  const nBest = 1 + alternatives;
  const search = { beamSize: Math.max(beamSize, nBest), nBest, signal };
  if (!isHtml) {
    const translated = await translator.translate(texts, search);
    return translated.map(({ text, alternatives: [, ...others] }) => ({
      text,
      alternatives: others,
    }));
  }
  const documents = texts.map(htmlTexts);
  const all = await translator.translate(
    documents.flatMap((document) => document.texts),
    search,
  );
  let next = 0;
  return documents.map((document) => {
    const own = all.slice(next, next + document.texts.length);
    next += own.length;
    const most = Math.max(1, ...own.map((text) => text.alternatives.length));
    const [text, ...others] = Array.from({ length: most }, (_, rank) =>
      document.fill(own.map((translated) => atRank(translated, rank))),
    );
    return { text, alternatives: others };
  });
}

/** The alternative of that rank, or the last one there is. */
function atRank({ text, alternatives }: TranslatedText, rank: number): string {
  return alternatives[Math.min(rank, alternatives.length - 1)] ?? text;
}
