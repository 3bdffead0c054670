import type { TextTokenizer } from "./tokenizer.ts";

/** Text that appears token by token. The deltas of one stream, joined, are `finishText(decode(all ids))`. */
export interface TextStream {
  /** Adds a token; returns the text that is certain now, often "". */
  push(id: number): string;
  /** Ends the stream; returns the rest. */
  end(): string;
}

/** Opens a stream of text deltas, each well-formed Unicode.
 *
 *  A byte-level token may end inside a character: the undecodable tail (U+FFFD) is held back until its
 *  bytes are complete, and so is white space at the end, which the finished text does not have. */
export function createTextStream(tokenizer: TextTokenizer): TextStream {
  const ids: number[] = [];
  let emitted = 0;
  const emit = (text: string): string => {
    const delta = text.slice(emitted);
    emitted = Math.max(emitted, text.length);
    return delta;
  };
  return {
    push(id) {
      ids.push(id);
      return emit(finishText(tokenizer.decode(ids).replace(/[\uFFFD\u0085\s]+$/u, "")));
    },
    end: () => emit(finishText(tokenizer.decode(ids))),
  };
}

/** A decoded sentence as it stands in a text: one line, no outer white space. */
export function finishText(text: string): string {
  return text.replace(/[\n\r\u0085\u2028\u2029]/g, " ").trim();
}
