import type { SentencePair } from "./sentence-pair.ts";

/** BCP 47 tags of the two sides, for the rules by which text splits into sentences. */
export interface Locales {
  readonly source: string;
  readonly target: string;
}

/** English to German. */
export const englishGerman: Locales = { source: "en", target: "de" };

const segmenters = new Map<string, Intl.Segmenter>();
/** A period after one of these ends no sentence, though a capital follows. */
const abbreviation =
  /(?:^|[\s(])(?:\p{L}|e\.g|i\.e|vs|approx|No|Nr|bzw|ca|vgl|evtl|ggf|inkl|max|min|z\.B|d\.h|u\.a)\.$/u;

/** Sentences of a text by the locale's Unicode rules (UAX #29), except that a common abbreviation ends none. */
export function splitSentences(text: string, locale: string): string[] {
  let segmenter = segmenters.get(locale);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(locale, { granularity: "sentence" });
    segmenters.set(locale, segmenter);
  }
  const sentences: string[] = [];
  let open = "";
  for (const { segment } of segmenter.segment(text)) {
    open += segment;
    if (abbreviation.test(open.trimEnd())) continue;
    sentences.push(open.trim());
    open = "";
  }
  if (open.trim() !== "") sentences.push(open.trim());
  return sentences.filter((sentence) => sentence !== "");
}

/** Sentence i of a text with sentence i of its translation, or nothing when the two split into different numbers
 *  of sentences: then nothing says which belongs to which. */
export function alignSentences(
  source: string,
  target: string,
  locales: Locales = englishGerman,
): readonly SentencePair[] | undefined {
  const sources = splitSentences(source, locales.source);
  const targets = splitSentences(target, locales.target);
  if (sources.length !== targets.length) return undefined;
  return sources.map((sentence, index) => ({ source: sentence, target: targets[index] ?? "" }));
}
