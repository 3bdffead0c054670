import { UsageError } from "../errors.ts";

/** A corpus cannot be built from what was given: a missing file, a malformed line, a program that failed.
 *  The message alone tells the user what to do; `path` and `line` (from 1) say where, when there is a place. */
export class CorpusError extends UsageError {
  readonly path: string | undefined;
  readonly line: number | undefined;

  constructor(message: string, place: { readonly path?: string; readonly line?: number } = {}) {
    const { path, line } = place;
    const where = path === undefined ? "" : line === undefined ? `${path}: ` : `${path}:${line}: `;
    super(where + message);
    this.path = path;
    this.line = line;
  }
}
