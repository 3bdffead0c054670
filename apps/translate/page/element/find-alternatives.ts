import type { WorkerTranslator } from "../client/connect-translator.ts";
import type { TranslatedSentence } from "../engine/translated-paragraph.ts";

/** Hypotheses of the search. */
const beamSize = 6;

/** Translations of a sentence, the first being the one that stands there. */
export async function findAlternatives(
  translator: WorkerTranslator,
  { source, text }: TranslatedSentence,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const options = { beamSize, nBest: beamSize, signal };
  const [found] = await translator.translateParagraphs([source], options);
  const [only, ...others] = found?.sentences ?? [];
  // A part of a sentence that was too long may be two sentences by itself.
  const texts = others.length === 0 ? (only?.alternatives ?? []) : [found?.text ?? ""];
  return [...new Set([text, ...texts])];
}
