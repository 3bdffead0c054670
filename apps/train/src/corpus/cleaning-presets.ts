import type { CleaningOptions, CleaningRuleName } from "./cleaning-rules.ts";

const everyText: readonly CleaningRuleName[] = ["filled", "control-characters", "words"];

/** For text taken out of documents, where headings, fragments and code stand between the sentences. */
export const documentCleaning: CleaningOptions = {
  rules: [
    ...everyText,
    "latin-script",
    "length-ratio",
    "starts-upper-case",
    "ends-as-sentence",
    "punctuation",
    "markup",
    "placeholders",
    "paths-and-addresses",
    "same-digits",
    "translated",
  ],
  minimumWords: 3,
  maximumWords: 40,
  maximumLengthRatio: 2,
};

/** For collections of sentences written as such, where "Komm!" is one and a free translation is no mistake. */
export const sentenceCleaning: CleaningOptions = {
  rules: [...everyText, "length-ratio", "markup", "placeholders", "paths-and-addresses"],
  minimumWords: 1,
  maximumWords: 40,
  maximumLengthRatio: 3,
};

/** For labels and messages of programs: one word is enough, and placeholders stay where both sides have the same. */
export const interfaceCleaning: CleaningOptions = {
  rules: [
    ...everyText,
    "latin-script",
    "length-ratio",
    "character-ratio",
    "tags",
    "same-placeholders",
    "paths-and-addresses",
    "balanced",
    "same-digits",
    "translated",
    "language",
  ],
  minimumWords: 1,
  maximumWords: 40,
  maximumLengthRatio: 4,
};

/** What each kind of text is cleaned with, by the name that the command line has for it. */
export const cleaningPresets: Readonly<Record<string, CleaningOptions>> = {
  document: documentCleaning,
  sentence: sentenceCleaning,
  interface: interfaceCleaning,
};
