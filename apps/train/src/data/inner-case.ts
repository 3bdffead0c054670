const words = /\p{L}[\p{L}\p{M}'’-]*/gu;
const firstWord = new RegExp(`^${words.source}`, "u");

/** How the sentences of a text begin when they stand behind a conjunction: with their first word as it is most often
 *  written inside sentences, "the" but "Tom" and "I". */
export class InnerCase {
  readonly #counts = new Map<string, number>();

  /** @param sentences  text of one language, one sentence each */
  constructor(sentences: Iterable<string>) {
    for (const sentence of sentences) {
      for (const word of sentence.match(words)?.slice(1) ?? []) {
        this.#counts.set(word, this.#count(word) + 1);
      }
    }
  }

  /** The sentence as it stands inside another; undefined if its first word never does in the text. */
  apply(sentence: string): string | undefined {
    const [first = ""] = sentence.match(firstWord) ?? [];
    const lower = first.charAt(0).toLowerCase() + first.slice(1);
    const [asWritten, asLower] = [this.#count(first), this.#count(lower)];
    if (asWritten + asLower === 0) return undefined;
    return (asLower > asWritten ? lower : first) + sentence.slice(first.length);
  }

  #count(word: string): number {
    return this.#counts.get(word) ?? 0;
  }
}
