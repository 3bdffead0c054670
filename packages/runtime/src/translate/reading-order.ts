/** A part of a translation as it appears. Joined, the deltas of one text are its translation. */
export interface TextDelta {
  /** Index of the text in the request. */
  readonly text: number;
  /** Well-formed Unicode, never empty. */
  readonly delta: string;
}

/** A piece that deltas belong to, and the white space behind it. */
export interface OrderedPiece {
  readonly text: number;
  readonly separator: string;
}

/** Passes deltas of pieces that are translated side by side on in the order in which they are read. */
export class ReadingOrder {
  readonly #pieces: OrderedPiece[] = [];
  readonly #onDelta: (delta: TextDelta) => void;
  readonly #waiting: string[] = [];
  readonly #isFinished: boolean[] = [];
  #current = 0;

  constructor(onDelta: (delta: TextDelta) => void) {
    this.#onDelta = onDelta;
  }

  /** Lets a piece follow those before; returns its number. */
  add({ text, separator }: OrderedPiece): number {
    this.#waiting.push("");
    this.#isFinished.push(false);
    return this.#pieces.push({ text, separator }) - 1;
  }

  push(piece: number, delta: string): void {
    this.#waiting[piece] += delta;
    if (piece === this.#current) this.#flush(piece);
  }

  /** Ends a piece; its separator follows, and what later pieces have to say already. */
  finish(piece: number): void {
    this.#isFinished[piece] = true;
    this.#waiting[piece] += this.#pieces[piece].separator;
    while (this.#current < this.#pieces.length) {
      this.#flush(this.#current);
      if (!this.#isFinished[this.#current]) return;
      this.#current++;
    }
  }

  #flush(piece: number): void {
    const delta = this.#waiting[piece];
    this.#waiting[piece] = "";
    if (delta !== "") this.#onDelta({ text: this.#pieces[piece].text, delta });
  }
}
