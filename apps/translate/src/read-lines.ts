import type { Readable } from "node:stream";
import { UsageError } from "./exit-code.ts";
import { openInput } from "./open-input.ts";
import { reasonOf } from "./reason-of.ts";

const lineFeed = 10;
const carriageReturn = 13;

/** The longest line that is read, in bytes; a longer one is a binary file more often than a text. */
export const maximumLineBytes: number = 16 * 1024 * 1024;

/**
 * The lines of a UTF-8 text, without their ends (`\n` or `\r\n`); a last line without an end counts.
 * @param source name shown in errors.
 * @throws {UsageError} if bytes are not UTF-8 (with the line number), or a line exceeds `maximumLineBytes`.
 */
export async function* readLines(
  stream: Readable | AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let lineNumber = 1;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;

  const takeLine = (last: Uint8Array): string => {
    const bytes = Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    try {
      const line = decoder.decode(bytes.subarray(0, end));
      return lineNumber === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
    } catch {
      throw new UsageError(`${source}:${lineNumber}: the line is not valid UTF-8`);
    } finally {
      lineNumber += 1;
    }
  };

  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      yield takeLine(chunk.subarray(from, at));
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    pendingBytes += rest.length;
    if (pendingBytes > maximumLineBytes)
      throw new UsageError(`${source}:${lineNumber}: the line is longer than 16 MiB`);
    if (rest.length > 0) pending.push(rest);
  }
  if (pendingBytes > 0) yield takeLine(new Uint8Array(0));
}

/** The lines of a file, pipe or device that an option names; see {@link readLines}.
 *  @throws UsageError naming option and path if it cannot be read. */
export async function* readFileLines(
  option: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let input: Readable | undefined;
  try {
    input = openInput(path, signal).stream;
    yield* readLines(input, path);
  } catch (error) {
    if (error instanceof UsageError || signal?.aborted) throw error;
    throw new UsageError(`${option} ${path}: ${reasonOf(error)}`);
  } finally {
    input?.destroy();
  }
}
