import { readFile } from "node:fs/promises";
import { UsageError } from "./errors.ts";

/** Reads a file that the user named.
 *  @throws UsageError that names it and says why it cannot be read. */
export async function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path}: cannot be read: ${reason}`);
  });
}
