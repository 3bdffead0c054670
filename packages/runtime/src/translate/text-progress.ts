import type { PreparedPart } from "./prepare-text.ts";
import type { Progress } from "./translate-options.ts";

/** How far the translation of texts is. They are taken apart as they are translated, so `sentences` counts those that are
 *  known so far, pieces of long ones included. */
export interface TextProgress extends Progress {
  /** UTF-16 code units of the texts, and how many of them are translated. */
  readonly characters: number;
  readonly finishedCharacters: number;
}

/** Adds up {@link TextProgress} over stretches, and tells of it. */
export class ProgressCounter {
  readonly #characters: number;
  readonly #onProgress: (progress: TextProgress) => void;
  #before: Progress = { sentences: 0, finishedSentences: 0, generatedTokens: 0 };
  #now: Progress = this.#before;
  #finishedCharacters = 0;

  constructor(texts: readonly string[], onProgress: (progress: TextProgress) => void) {
    this.#characters = texts.reduce((sum, { length }) => sum + length, 0);
    this.#onProgress = onProgress;
  }

  /** How far a search for a part of the stretch is. */
  search(progress: Progress): void {
    const { sentences, finishedSentences, generatedTokens } = this.#before;
    this.#now = {
      sentences: sentences + progress.sentences,
      finishedSentences: finishedSentences + progress.finishedSentences,
      generatedTokens: generatedTokens + progress.generatedTokens,
    };
    this.#tell();
  }

  /** That search is done; another one may follow. */
  endSearch(): void {
    this.#before = this.#now;
  }

  /** A stretch is translated. */
  finish(stretch: readonly PreparedPart[]): void {
    this.endSearch();
    for (const { piece, separator } of stretch) {
      this.#finishedCharacters += (piece?.text.length ?? 0) + separator.length;
    }
    this.#tell();
  }

  /** All is translated: joined lines have fewer characters than the texts. */
  end(): void {
    if (this.#finishedCharacters === this.#characters) return;
    this.#finishedCharacters = this.#characters;
    this.#tell();
  }

  #tell(): void {
    this.#onProgress({
      ...this.#now,
      characters: this.#characters,
      finishedCharacters: Math.min(this.#finishedCharacters, this.#characters),
    });
  }
}
