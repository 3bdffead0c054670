import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";

/** Most paragraphs that are remembered. */
const capacity = 5000;

/** Paragraphs that were translated, so that a text is translated anew only where it changed. */
export class TranslationMemory {
  readonly #paragraphs = new Map<string, TranslatedParagraph>();

  get(source: string): TranslatedParagraph | undefined {
    return this.#paragraphs.get(source);
  }

  /** The one that was put first is forgotten where there are too many. */
  put(paragraph: TranslatedParagraph): void {
    this.#paragraphs.delete(paragraph.source);
    this.#paragraphs.set(paragraph.source, paragraph);
    if (this.#paragraphs.size <= capacity) return;
    for (const oldest of this.#paragraphs.keys()) {
      this.#paragraphs.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#paragraphs.clear();
  }
}
