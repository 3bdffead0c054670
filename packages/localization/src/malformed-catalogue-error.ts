/** A file is not what its format says; the message names the line. */
export class MalformedCatalogueError extends Error {
  override readonly name = "MalformedCatalogueError";
  /** Line of the file, from 1. */
  readonly line: number;

  /** @param expected  what is wrong, without the line */
  constructor(line: number, expected: string, options?: ErrorOptions) {
    super(`line ${line}: ${expected}`, options);
    this.line = line;
  }
}
