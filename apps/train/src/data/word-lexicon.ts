import type { TextPair } from "./join-pairs.ts";

const word = /^\p{L}[\p{L}\p{M}-]+$/u;

/** Which words translate each other, learnt from the pairs that are one word on each side. */
export class WordLexicon {
  readonly #translations = new Map<string, Set<string>>();

  constructor(pairs: Iterable<TextPair>) {
    for (const [source, target] of pairs) {
      if (!word.test(source) || !word.test(target)) continue;
      const key = source.toLowerCase();
      const known = this.#translations.get(key);
      if (known === undefined) this.#translations.set(key, new Set([target.toLowerCase()]));
      else known.add(target.toLowerCase());
    }
  }

  /** Whether a word is a translation of another, or the same name. */
  translates(source: string, target: string): boolean {
    if (source === target) return /^\p{Lu}/u.test(source);
    return this.#translations.get(source.toLowerCase())?.has(target.toLowerCase()) ?? false;
  }
}
