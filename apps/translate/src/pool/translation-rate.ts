/** How fast a thread of the pool translates. */
export class TranslationRate {
  #characters = 0;
  #milliseconds = 0;

  get characters(): number {
    return this.#characters;
  }

  count(texts: readonly string[], milliseconds: number): void {
    this.#characters += texts.reduce((sum, { length }) => sum + length, 0);
    this.#milliseconds += milliseconds;
  }

  /** Whole seconds, 1 to 60, that so many threads take for so much. */
  secondsFor(characters: number, threads: number): number {
    if (this.#characters === 0) return 1;
    const each = (this.#milliseconds / this.#characters) * characters;
    return Math.min(60, Math.max(1, Math.ceil(each / Math.max(1, threads) / 1000)));
  }
}
