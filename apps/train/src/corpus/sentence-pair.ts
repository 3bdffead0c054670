/** One source sentence and one translation of it. */
export interface SentencePair {
  readonly source: string;
  readonly target: string;
}

/** One source sentence and all its translations, the first one the main one; a line of a held-out file. */
export interface ReferencedSentence {
  readonly source: string;
  readonly references: readonly string[];
}
