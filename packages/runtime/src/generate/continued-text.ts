import type { TextTokenizer } from "../text/tokenizer.ts";

/** Tokens in front of a continuation that are decoded with it, so that its first is not taken for the beginning of a text. */
const contextTokens = 4;

/** The text behind a prompt, which grows token by token. The pieces of one, joined, are `text`. */
export class ContinuedText {
  readonly #tokenizer: TextTokenizer;
  readonly #ids: number[];
  readonly #before: number;
  #given = 0;

  constructor(tokenizer: TextTokenizer, prompt: readonly number[]) {
    this.#tokenizer = tokenizer;
    this.#ids = prompt.slice(-contextTokens);
    this.#before = complete(tokenizer.decode(this.#ids)).length;
  }

  /** Adds a token; returns the text that is certain now, often "": a character whose bytes are not complete is held back. */
  push(id: number): string {
    this.#ids.push(id);
    return this.#rest(complete(this.text));
  }

  /** What `push` held back. */
  end(): string {
    return this.#rest(this.text);
  }

  get text(): string {
    return this.#tokenizer.decode(this.#ids).slice(this.#before);
  }

  #rest(text: string): string {
    const piece = text.slice(this.#given);
    this.#given = Math.max(this.#given, text.length);
    return piece;
  }
}

/** A text without the bytes at its end that are no whole character. */
function complete(text: string): string {
  return text.replace(/\uFFFD+$/u, "");
}
