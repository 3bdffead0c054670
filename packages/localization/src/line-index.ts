/** Tells on which line of a text a place is. */
export class LineIndex {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const ends = Array.from(
      text.matchAll(/\r\n|[\n\r]/g),
      ({ index, 0: end }) => index + end.length,
    );
    this.#starts = [0, ...ends];
  }

  /** @returns the line, from 1, of a UTF-16 code unit. */
  lineAt(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** The white space from the start of a line to a place on it; nothing if something else stands before. */
export function indentationAt(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  const isAtStart = start === 0 || text[start - 1] === "\n" || text[start - 1] === "\r";
  return isAtStart ? text.slice(start, offset) : undefined;
}

/** How a text ends its first line, and so all that is added to it. */
export function newlineOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
