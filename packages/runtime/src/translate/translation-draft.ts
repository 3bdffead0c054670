import { joinAlternatives, type TranslatedPiece, type Translation } from "./translation.ts";

/** A text's translation as it grows, piece by piece. */
export class TranslationDraft {
  #leading = "";
  readonly #pieces: TranslatedPiece[] = [];
  readonly #separators: string[] = [];

  /** Adds a piece and the white space behind it, or white space before the first piece. */
  add(separator: string, piece: TranslatedPiece | undefined): void {
    if (piece === undefined) {
      this.#leading += separator;
    } else {
      this.#pieces.push(piece);
      this.#separators.push(separator);
    }
  }

  /** The translation, joined from those of the pieces, with the `nBest` best ways to join them. */
  translation(nBest: number): Translation {
    const parts = this.#pieces.map(({ alternatives }, i) => {
      return { alternatives, separator: this.#separators[i] };
    });
    const alternatives = joinAlternatives(this.#leading, parts, nBest);
    const isReliable = this.#pieces.every((piece) => piece.isReliable);
    return { ...alternatives[0], pieces: this.#pieces, alternatives, isReliable };
  }
}
