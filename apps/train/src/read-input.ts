import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UsageError } from "./errors.ts";
import { reasonOf } from "./reason-of.ts";

/** Greatest model file that is read, bytes. */
export const maximumModelBytes: number = 2 ** 30;
/** Greatest tokenizer that is read, bytes. */
export const maximumTokenizerBytes: number = 64 * 2 ** 20;

/** Reads a file or pipe that the user named; nothing of a file that is known to be too large.
 *  @param maximumBytes  2 GiB by default, the most that Node's own `readFile` reads
 *  @throws UsageError that names it and says why it cannot be read. */
export async function readInput(path: string, maximumBytes: number = 2 ** 31 - 1): Promise<Buffer> {
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw new Error("is a folder");
    if (!entry.isFile() && !entry.isFIFO()) throw new Error("is neither a file nor a pipe");
    if (entry.size > maximumBytes) throw tooLarge(maximumBytes);
    const chunks: Buffer[] = [];
    // One byte more tells that there are too many.
    for await (const chunk of createReadStream(path, { end: maximumBytes })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > maximumBytes) throw tooLarge(maximumBytes);
    return bytes;
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${reasonOf(error)}`);
  }
}

function tooLarge(maximumBytes: number): Error {
  return new Error(`it has more than ${Math.round(maximumBytes / 2 ** 20)} MiB`);
}
