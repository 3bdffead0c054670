import { eld } from "eld/extrasmall";
import { english, type Language, languageOf, languages } from "./languages.ts";

/** A language that a text may be in. */
export interface Detection {
  readonly language: Language;
  /** 0 to 100. */
  readonly confidence: number;
}

/** Beginning of a text that is looked at: more says no more. */
const looksAt = 2000;

// No other part of the process detects languages.
eld.setLanguageSubset(languages.map(({ code }) => code));

/** The languages of the service that texts may be in, the likeliest first; English with confidence 0 where nothing tells. */
export function detectLanguage(texts: readonly string[]): readonly Detection[] {
  let sample = "";
  for (const text of texts) {
    if (sample.length >= looksAt) break;
    sample += `${text.slice(0, looksAt)} `;
  }
  const found = Object.entries(eld.detect(sample).getScores()).flatMap(([code, score]) => {
    const language = languageOf(code);
    return language ? [{ language, confidence: Math.round(100 * score) }] : [];
  });
  if (found.length === 0) return [{ language: english, confidence: 0 }];
  return found.toSorted((a, b) => b.confidence - a.confidence);
}
