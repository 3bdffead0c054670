import { isUtf8 } from "node:buffer";
import { CorpusError } from "./corpus-error.ts";
import { openText } from "./open-text.ts";

/** A line of a text file without its line end; `number` counts from 1. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

const lineFeed = 0x0a;
/** No sentence is longer; a file without line ends is refused before it fills the memory. */
const maximumLineBytes = 1 << 24;

/** Lines of a UTF-8 file, in order, in memory that does not grow with the file. LF and CRLF end a line; a byte order
 *  mark at the start is dropped; a last line without an end counts. A CR alone is refused: a file whose lines end so would
 *  be one line, and one within a line stands where something was lost.
 *  @throws CorpusError for a missing file, and with its line number for invalid UTF-8, a CR alone, or a line over 16 MiB. */
export function readLines(path: string): AsyncGenerator<TextLine, void, undefined> {
  return splitLines(openText(path), path);
}

/** The same for bytes from anywhere: the lines do not depend on how the bytes are cut into chunks.
 *  @param path  the name used in errors. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): AsyncGenerator<TextLine, void, undefined> {
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let number = 1;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end >= 0) {
      const lines = decodeLines(Buffer.concat([...rest, chunk.subarray(0, end)]), number, path);
      yield* lines;
      number += lines.length;
      rest = [];
      restBytes = 0;
    }
    rest.push(chunk.slice(end + 1));
    restBytes += chunk.length - end - 1;
    if (restBytes > maximumLineBytes) {
      throw new CorpusError("expected a line of at most 16 MiB", { path, line: number });
    }
  }
  if (restBytes > 0) yield* decodeLines(Buffer.concat(rest), number, path);
}

function decodeLines(bytes: Buffer, firstNumber: number, path: string): TextLine[] {
  if (!isUtf8(bytes)) {
    const line = firstNumber + validLines(bytes);
    throw new CorpusError("expected UTF-8 text, got invalid bytes", { path, line });
  }
  return bytes
    .toString("utf8")
    .split("\n")
    .map((text, index) => {
      const number = firstNumber + index;
      const start = number === 1 && text.startsWith("\ufeff") ? 1 : 0;
      const line = text.slice(start, text.endsWith("\r") ? -1 : undefined);
      if (line.includes("\r")) {
        const expected = "expected lines that end with LF or CRLF, got a carriage return alone";
        throw new CorpusError(expected, { path, line: number });
      }
      return { number, text: line };
    });
}

function validLines(bytes: Buffer): number {
  let count = 0;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(lineFeed, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return count;
    count += 1;
    start = end + 1;
  }
}
